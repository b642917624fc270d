"""What the query page knows without Qt: answers in memory, saved queries and history, the choice of a chart."""
