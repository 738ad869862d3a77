"""A folder of pictures looked at before a training: what is wrong, and a working copy in which it is mended."""
