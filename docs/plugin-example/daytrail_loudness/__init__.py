"""How loud it was: a plugin for Daytrail."""
