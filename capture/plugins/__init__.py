"""Sources and importers of installed packages, each in a confined process of its own."""
