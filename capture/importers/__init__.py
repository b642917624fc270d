"""Importers: one file each, recognising their own format by what it holds."""
