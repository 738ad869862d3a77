"""Runs: the run folder, its checkpoints and its record."""
