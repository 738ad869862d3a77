"""The two hooks through which a plugin brings architectures and styles."""

from collections.abc import Iterable
from typing import Any

import pluggy

from ganstudio.api.architecture import Architecture
from ganstudio.api.style import Style

API = 2  # 1 had other names; `ganstudio.api.renamed` tells a plugin that still uses them the new ones

hookspec = pluggy.HookspecMarker("ganstudio")
hookimpl = pluggy.HookimplMarker("ganstudio")


@hookspec
def architectures() -> Iterable[Architecture[Any]]:  # type: ignore[empty-body]
    """The architectures that the plugin brings."""


@hookspec
def styles() -> Iterable[Style[Any]]:  # type: ignore[empty-body]
    """The styles that the plugin brings."""
