"""The queue in the window: what works through it, and the panel that shows it."""
