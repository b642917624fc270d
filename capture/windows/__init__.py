"""The focused window, one file per windowing system behind one protocol."""
