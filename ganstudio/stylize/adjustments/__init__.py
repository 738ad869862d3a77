"""Light, colour, crop and angle of a picture, before its styles."""
