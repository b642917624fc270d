"""One moment on the screen: the picture with its text, what was said, what was around it, and playback."""
