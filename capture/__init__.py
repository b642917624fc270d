"""What this computer observes: one thread per source, privacy before anything is kept."""
