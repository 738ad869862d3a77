"""Networks of others that a training needs: whether they are here, and what to do where they are not."""

from typing import Any

from ganstudio.api.architecture import Architecture, RequiredNetwork
from ganstudio.api.options import Options
from ganstudio.core import vgg16
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr


def missing_network(architecture: Architecture[Any], options: Options) -> RequiredNetwork | None:
    """The network that the training needs and that is not on this machine; None where nothing is missing."""
    need = architecture.required_network(options)
    return need if need and vgg16.vgg16() is None else None


def refuse_without(architecture: Architecture[Any], options: Options) -> None:
    """GanStudioError where a network is missing: how to get it, and how to learn without it."""
    need = architecture.required_network(options)
    if need is None:
        return
    words = " and ".join(f"“{name}” to “{value}”" for name, value in need.without.items())
    flags = " ".join(f"-o {name} {value}" for name, value in need.without.items())
    without = (
        tr(" Or set {words} (on the command line: {flags}), which learns without it.", words=words, flags=flags)
        if words
        else ""
    )
    try:
        vgg16.find_vgg16()
    except GanStudioError as error:
        raise GanStudioError("{reason}{without}", reason=error, without=without) from error
