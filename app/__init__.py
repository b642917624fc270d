"""The desktop application, the command line and the wiring of all parts; the only place that may import Qt."""

__version__ = "0.1.0"
