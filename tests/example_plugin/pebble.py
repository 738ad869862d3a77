"""Pebble: the smallest GAN that is still fun to watch."""

from ganstudio.api import Architecture, Networks, Options, option


class PebbleOptions(Options):
    """What can be set of a pebble."""

    width: int = option(128, "Numbers in the hidden layers: more learn more, slower.", least=8, most=1024)


class Pebble(Architecture[PebbleOptions]):
    """One hidden layer on each side."""

    id = "pebble"
    title = "Pebble"
    summary = "One hidden layer on each side: coarse pictures within a minute."
    sizes = (16, 32)
    Options = PebbleOptions

    def build(self, options: PebbleOptions, size: int, channels: int) -> Networks:
        """Both sides of the game."""
        from torch import nn

        pixels = channels * size * size
        generator = nn.Sequential(
            nn.Linear(16, options.width),
            nn.ReLU(),
            nn.Linear(options.width, pixels),
            nn.Tanh(),
            nn.Unflatten(1, (channels, size, size)),
        )
        discriminator = nn.Sequential(
            nn.Flatten(),
            nn.Linear(pixels, options.width),
            nn.LeakyReLU(0.2),
            nn.Linear(options.width, 1),
        )
        return Networks(generator, discriminator, latent=16)
