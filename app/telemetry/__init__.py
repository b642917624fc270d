"""What the program tells about itself: health, metrics and traces. Never the content of anyone's life."""
