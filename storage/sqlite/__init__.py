"""The embedded log and store: one SQLite file through apsw."""
