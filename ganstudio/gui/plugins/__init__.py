"""The Plugins page: what is loaded from where, what failed and why; style packs."""
