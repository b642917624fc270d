"""A plugin for Daytrail with one of each: a source, a processor, an importer, topics and a lane."""
