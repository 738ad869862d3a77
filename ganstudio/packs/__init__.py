"""Style packs: one file of data, without code, that holds a trained style."""
