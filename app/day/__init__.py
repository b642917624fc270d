"""Days, weeks, months and years in figures: arithmetic over what was recorded, free of Qt."""
