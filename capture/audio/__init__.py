"""Parts of the microphone source: the device, a ring, a clock of samples, cutting at pauses, levels and files."""
