"""How the lanes of this plugin are shown."""
