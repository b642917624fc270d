"""Arithmetic of the timeline without Qt: viewport, levels, lanes, tiles, selection."""
