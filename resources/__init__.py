"""Icons, themes, sample pictures and translations."""
