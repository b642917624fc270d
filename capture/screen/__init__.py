"""Parts of the screen source: when to look, what changed, what to paint over, how to keep it."""
