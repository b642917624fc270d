"""Copies a store into one of another kind and proves that nothing was lost on the way."""
