"""The window, its pages and widgets: one class a file."""
