"""SQL over what is recorded and whatever stands beside it: engines, what they may run, and what they answer."""
