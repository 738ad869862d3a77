"""What all pages share: the window, its context, workers, theme, translations."""
