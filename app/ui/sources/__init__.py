"""The sources page: health, work to do, disk."""
