"""The Train page: what to train, the samples over time, the losses, the health."""
