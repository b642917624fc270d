"""One file per processor: a pure function from an event and its media to derived events."""
