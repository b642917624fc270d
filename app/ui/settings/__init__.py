"""The settings page, built from the models that declare the settings."""
