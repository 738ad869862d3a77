"""Plugins: hooks, loading, trust, and the catalog of what they brought."""
