"""A short working session of real programs on a virtual screen, for machines without a display."""
