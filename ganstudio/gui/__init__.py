"""The window; nothing outside this room knows Qt."""
