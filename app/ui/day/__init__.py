"""The day page: a day, week or month in figures, and the year."""
