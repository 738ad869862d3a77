"""Pictures: open, save, colour; a folder of them as a data set."""
