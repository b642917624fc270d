"""The `daytrail` command: one file per verb."""
