"""Parts of the microphone source: the device, a clock of samples, cutting at pauses, levels and files."""
