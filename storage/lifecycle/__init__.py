"""What happens to recordings after they were made: forgotten, expired, backed up, restored, verified."""
