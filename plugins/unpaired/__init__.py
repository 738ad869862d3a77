"""Unpaired translation: photos that learn to look like the pictures of a folder."""

from collections.abc import Iterable
from typing import Any

from ganstudio.api import Architecture, hookimpl

from .cut import CUT
from .cyclegan import CycleGAN

ganstudio_api = 2


@hookimpl
def architectures() -> Iterable[Architecture[Any]]:
    """CycleGAN and CUT."""
    return [CycleGAN(), CUT()]
