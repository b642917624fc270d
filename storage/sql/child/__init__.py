"""The inside of the query process. Only here may DuckDB be imported; the application never imports this package."""
