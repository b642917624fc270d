"""Parts of the clipboard source: one file per system."""
