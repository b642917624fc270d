"""The query page: sources at the left, statements in tabs, answers as a table and a chart."""
