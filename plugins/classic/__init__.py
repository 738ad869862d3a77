"""Classic styles: the painter's and printer's crafts as filters, without any training."""

from collections.abc import Iterable
from typing import Any

from ganstudio.api import Style, hookimpl

from .paint_styles import Cartoon, Ink, Oil, Pencil, Pointillism, Watercolour
from .piece_styles import Glass, Mosaic, Pixels
from .print_styles import Comic, Halftone, Riso

ganstudio_api = 2


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
