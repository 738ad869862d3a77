"""The kit with which plugins are tested, here and by third parties."""
