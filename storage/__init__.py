"""Events, the log, the stores and the media: everything that is kept, and nothing that observes or draws."""
