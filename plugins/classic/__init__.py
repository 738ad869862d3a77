"""Classic styles: the painter's and printer's crafts as filters, without any training."""

from collections.abc import Iterable
from typing import Any

from ganstudio.api import Style, hookimpl

from .styles import Cartoon, Comic, Glass, Halftone, Ink, Mosaic, Oil, Pencil, Pixels, Pointillism, Riso, Watercolour

ganstudio_api = 1


@hookimpl
def styles() -> Iterable[Style[Any]]:
    """The styles of this plugin."""
    return [
        Oil(),
        Watercolour(),
        Pencil(),
        Cartoon(),
        Pointillism(),
        Halftone(),
        Mosaic(),
        Ink(),
        Comic(),
        Glass(),
        Riso(),
        Pixels(),
    ]
