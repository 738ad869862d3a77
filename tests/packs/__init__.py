"""Style packs."""
