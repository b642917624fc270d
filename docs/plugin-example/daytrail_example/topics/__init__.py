"""Schemas of the topics that this plugin makes."""
