"""Two inks for pictures, and a very small GAN."""

from collections.abc import Iterable

from ganstudio.api import hookimpl

from .duotone import Duotone
from .pebble import Pebble

ganstudio_api = 2


@hookimpl
def styles() -> Iterable[Duotone]:
    """The styles that this plugin brings."""
    return [Duotone()]


@hookimpl
def architectures() -> Iterable[Pebble]:
    """The architectures that this plugin brings."""
    return [Pebble()]
