"""The media store: content-addressed bytes in a folder, a bucket or memory."""
