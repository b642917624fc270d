"""Taking recordings out, into files that any program can read."""
