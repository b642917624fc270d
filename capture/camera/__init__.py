"""Parts of the camera source: whatever gives pictures."""
