"""What can be wrong with something that is imported."""


class ImportFormatError(Exception):
    """What was given cannot be read; the message says what and where. What came before it has been kept."""
