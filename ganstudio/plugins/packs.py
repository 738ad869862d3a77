"""Style packs in the catalog: those that came with the studio, and those that the user dropped in; they need no trust."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.errors import GanStudioError
from ganstudio.files import resources, write_atomically
from ganstudio.packs.file import SUFFIX, open_pack
from ganstudio.packs.style import PackStyle
from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.settings import Home

if TYPE_CHECKING:
    from ganstudio.architecture import Architecture

Listed = tuple[Plugin, PackStyle | None]


def packs(home: Home, architectures: "Mapping[str, Architecture[Any]]", *, bundled_only: bool) -> Iterator[Listed]:
    """Each pack as a plugin, and its style where it can be used."""
    yield from _listed(resources() / "packs", "bundled", architectures)
    if not bundled_only:
        yield from _listed(home.packs, "", architectures)


def pack_style(path: Path, architectures: "Mapping[str, Architecture[Any]]") -> PackStyle:
    """The style of a pack; GanStudioError where the file or its architecture cannot be used."""
    pack = open_pack(path)
    wanted = pack.manifest.architecture
    if wanted not in architectures or architectures[wanted].task != "translate":
        raise GanStudioError(f"{path.name} needs the architecture “{wanted}”, which is not here; install its plugin first.")
    return PackStyle(pack, architectures[wanted])


def with_pack(catalog: Catalog, path: Path) -> tuple[Catalog, str]:
    """The catalog with the style of a pack file in it, and the style's id; the file takes the place of one so called."""
    style = pack_style(path, catalog.architectures)
    return replace(catalog, styles={**catalog.styles, style.id: style}), style.id


def install(path: Path, home: Home, catalog: Catalog) -> Plugin:
    """Prove that a pack paints, then copy it to the user's packs, in place of an older one of that name."""
    style = pack_style(path, catalog.architectures)
    _prove(style)
    if style.id in catalog.styles and catalog.origin(style.id).origin != str(_place(home, style)):
        raise GanStudioError(f"There is a style called “{style.id}” already, from “{catalog.origin(style.id).name}”.")
    try:
        write_atomically(_place(home, style), path.read_bytes())
    except OSError as error:
        raise GanStudioError(
            f"{path.name} could not be copied to {home.packs}: {(error.strerror or 'unknown error').lower()}."
        ) from error
    return _plugin(style, str(_place(home, style)))


def remove(name: str, home: Home) -> None:
    """Remove a pack of the user's by its id; GanStudioError where there is none."""
    place = next((file for file in home.packs.glob(f"*{SUFFIX}") if file.stem == name), None)
    if place is None:
        raise GanStudioError(f"There is no style pack called “{name}” in {home.packs}.")
    try:
        place.unlink()
    except OSError as error:
        raise GanStudioError(f"{place} could not be removed: {(error.strerror or 'unknown error').lower()}.") from error


def _place(home: Home, style: PackStyle) -> Path:
    return home.packs / f"{style.id}{SUFFIX}"


def _listed(folder: Path, origin: str, architectures: "Mapping[str, Architecture[Any]]") -> Iterable[Listed]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            style = pack_style(path, architectures)
            yield _plugin(style, origin or str(path)), style
        except GanStudioError as error:
            yield Plugin(path.stem, origin or str(path), error=str(error)), None


def _plugin(style: PackStyle, origin: str) -> Plugin:
    said = style.pack.manifest
    return Plugin(style.id, origin, said.version, style.summary, said.licence, styles=(style.id,))


def _prove(style: PackStyle) -> None:
    """Paint a small picture: what comes out must be a picture."""
    import torch

    from ganstudio.style import Tile

    grey = torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
    with torch.inference_mode():
        made = style.apply(Tile(grey, 0, 0, 64, 64), style.Options(), {})
    if made.shape != grey.shape or not bool(torch.isfinite(made).all()):
        raise GanStudioError(f"{style.pack.path.name} is not a style pack that can be used: it paints no picture.")
