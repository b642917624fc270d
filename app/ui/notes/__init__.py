"""Notes, tags and bookmarks in the window: made in place, changed, undone."""
