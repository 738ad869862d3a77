"""The guided first training: a card that points at what happens as it happens."""
