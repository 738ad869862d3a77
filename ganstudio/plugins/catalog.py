"""Catalog: all architectures and styles that the plugins brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ganstudio.core.errors import unknown_name_error

if TYPE_CHECKING:
    from ganstudio.api.architecture import Architecture
    from ganstudio.api.style import Style


@dataclass(frozen=True)
class Plugin:
    """One plugin as it was found: what it brought, or why it could not be loaded.

    `origin` is “bundled”, “installed” or the folder it lies in; `error` is one sentence, `report` the traceback under it;
    `pack` is the file of what is a style pack; `digest` is the hash of a drop-in plugin's content, or of a pack's weights,
    `trusted` whether the user has allowed that very content to run; `twin` that its name is another's already.
    """

    name: str
    origin: str
    version: str = ""
    summary: str = ""
    licence: str = ""
    digest: str = ""
    pack: str = ""
    trusted: bool = True
    enabled: bool = True
    twin: bool = False
    error: str | None = None
    report: str | None = None
    architectures: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()

    @property
    def loaded(self) -> bool:
        """Whether its architectures and styles are in the catalog."""
        return self.error is None and self.trusted and self.enabled


@dataclass(frozen=True)
class Catalog:
    """What there is to choose from, by id, and the plugins it came from; styles stand in the order of their ranks."""

    architectures: "Mapping[str, Architecture[Any]]" = field(default_factory=dict)
    styles: "Mapping[str, Style[Any]]" = field(default_factory=dict)
    plugins: tuple[Plugin, ...] = ()

    def __post_init__(self) -> None:
        """Put the styles into their order, in which every list shows them."""
        ordered = sorted(self.styles.items(), key=lambda named: named[1].rank)
        object.__setattr__(self, "styles", dict(ordered))

    def architecture(self, name: str) -> "Architecture[Any]":
        """The architecture of that id; GanStudioError with the nearest ids where there is none."""
        if name not in self.architectures:
            raise unknown_name_error("architecture", name, self.architectures)
        return self.architectures[name]

    def style(self, name: str) -> "Style[Any]":
        """The style of that id; GanStudioError with the nearest ids where there is none."""
        if name not in self.styles:
            raise unknown_name_error("style", name, self.styles)
        return self.styles[name]

    def origin(self, name: str) -> Plugin:
        """The plugin that brought the architecture or style of that id."""
        return next(plugin for plugin in self.plugins if name in plugin.architectures + plugin.styles)
