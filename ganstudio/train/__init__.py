"""Train: data, state, the loop, and the roads by which it is started."""
