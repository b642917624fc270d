"""The store kept in PostgreSQL, with TimescaleDB where it is installed."""
