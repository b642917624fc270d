"""Files that ship with the program, and the one way to find them."""
