"""Training: data, state, the loop, and the ways in which it is started."""
