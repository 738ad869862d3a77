"""Files of every form that was ever saved, a folder each, and what they hold."""
