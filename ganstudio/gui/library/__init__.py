"""The Library page: the runs on the disk."""
