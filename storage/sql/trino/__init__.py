"""Trino by URL: the second engine. What it can reach is the server's matter, so nothing of this computer is."""
