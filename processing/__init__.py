"""The pipeline, its worker processes, and what they derive from what was observed."""
