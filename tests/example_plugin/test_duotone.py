"""The plugin keeps the promises that GAN Studio relies on."""

from ganstudio.testing.architectures import check_architecture
from ganstudio.testing.styles import check_style

from .duotone import Duotone
from .pebble import Pebble


def test_duotone() -> None:
    check_style(Duotone())
    check_style(Duotone(), inks="poster", glow=40)


def test_pebble() -> None:
    check_architecture(Pebble())
