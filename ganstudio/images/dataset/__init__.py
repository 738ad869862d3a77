"""A folder of pictures as a data set: scanned, checked, edited, copied."""
