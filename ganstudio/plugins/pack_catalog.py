"""Style packs in the catalog: those that came with the studio, and those that the user dropped in; they need no trust."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited, resources, write_atomically
from ganstudio.core.settings import Home
from ganstudio.core.text import strip_control_characters
from ganstudio.packs.file import MOST_BYTES, SUFFIX, open_pack, write_pack
from ganstudio.packs.foreign.converter import convert, is_onnx, is_pack
from ganstudio.packs.foreign.onnx_file import read_model
from ganstudio.packs.foreign.onnx_style import SUFFIX as ONNX
from ganstudio.packs.foreign.onnx_style import OnnxStyle, describe_model, description_file, open_installed_model, open_model
from ganstudio.packs.foreign.registry import KnownNetwork, is_known
from ganstudio.packs.manifest import id_of
from ganstudio.packs.preview import make_preview
from ganstudio.packs.style import PackStyle
from ganstudio.packs.whole_picture_style import MeasuredPackStyle
from ganstudio.plugins.catalog import Catalog, Plugin

if TYPE_CHECKING:
    from ganstudio.api.architecture import Architecture

FileStyle = PackStyle | OnnxStyle
ListedPack = tuple[Plugin, FileStyle | None]


def list_packs(home: Home, architectures: "Mapping[str, Architecture[Any]]", *, bundled_only: bool) -> Iterator[ListedPack]:
    """Each pack as a plugin, and its style where it can be used."""
    yield from _list_folder(resources() / "packs", "bundled", architectures)
    if not bundled_only:
        yield from _list_folder(home.packs, "", architectures)


def open_pack_style(path: Path, architectures: "Mapping[str, Architecture[Any]]") -> PackStyle:
    """The style of a pack, or of weights that others trained; GanStudioError where the file cannot be used."""
    pack = open_pack(path) if is_pack(path) else convert(path)
    wanted = pack.manifest.architecture
    if is_known(wanted):
        return MeasuredPackStyle(pack, KnownNetwork(wanted))
    if wanted not in architectures or architectures[wanted].task != "translate":
        raise GanStudioError(
            "{path} needs the architecture “{wanted}”, which is not here; install its plugin first.",
            path=path.name,
            wanted=wanted,
        )
    return PackStyle(pack, architectures[wanted])


def open_style_file(path: Path, architectures: "Mapping[str, Architecture[Any]]") -> FileStyle:
    """The style in a file, whatever its suffix says: a pack, weights that others trained, or an ONNX model."""
    return open_model(path) if is_onnx(path) else open_pack_style(path, architectures)


def add_pack(catalog: Catalog, path: Path) -> tuple[Catalog, str]:
    """The catalog with the style of a pack file in it, and the style's id; the file takes the place of one so called."""
    style = open_style_file(path, catalog.architectures)
    plugins = (_describe_pack(style, str(path), path), *catalog.plugins)
    return replace(catalog, styles={**catalog.styles, style.id: style}, plugins=plugins), style.id


def install_pack(path: Path, home: Home, catalog: Catalog) -> Plugin:
    """Prove that a pack paints, then copy it to the user's packs, in place of an older one of that name."""
    style = open_style_file(path, catalog.architectures)
    place = _install_path(home, style)
    if isinstance(style, PackStyle):
        _check_painting(style)
    if style.id in catalog.styles and catalog.origin(style.id).origin != str(place):
        raise GanStudioError(
            "There is a style called “{id}” already, from “{name}”.", id=style.id, name=catalog.origin(style.id).name
        )
    try:
        _copy(style, path, place)
    except OSError as error:
        raise GanStudioError(
            "{path} could not be copied to {packs}: {reason}.",
            path=path.name,
            packs=home.packs,
            reason=os_reason(error).lower(),
        ) from error
    return _describe_pack(style, str(place), place)


def remove_pack(name: str, home: Home) -> None:
    """Remove a pack of the user's by its id; GanStudioError where there is none."""
    place = next((file for file in _pack_files(home.packs) if id_of(file.stem) == name), None)
    if place is None:
        raise GanStudioError("There is no style pack called “{name}” in {packs}.", name=name, packs=home.packs)
    try:
        place.unlink()
        description_file(place).unlink(missing_ok=True)
    except OSError as error:
        raise GanStudioError(
            "{place} could not be removed: {reason}.", place=place, reason=os_reason(error).lower()
        ) from error


def _copy(style: FileStyle, path: Path, place: Path) -> None:
    if isinstance(style, OnnxStyle):
        write_atomically(description_file(place), describe_model(style))
        write_atomically(place, read_model(path))
    elif style.pack.tensors is not None:
        write_pack(place, style.pack.manifest.model_copy(update={"preview": make_preview(style)}), style.pack.tensors)
    else:
        write_atomically(place, read_limited(path, MOST_BYTES))


def _install_path(home: Home, style: FileStyle) -> Path:
    return home.packs / (f"{style.id}{SUFFIX}" if isinstance(style, PackStyle) else f"{style.title}{ONNX}")


def _pack_files(folder: Path) -> list[Path]:
    return sorted(file for suffix in (SUFFIX, ONNX) for file in folder.glob(f"*{suffix}"))


def _list_folder(folder: Path, origin: str, architectures: "Mapping[str, Architecture[Any]]") -> Iterable[ListedPack]:
    """What lies in a folder; first those whose file is called as they are: a stranger's name takes nobody's place."""
    listed = [_list_file(path, origin or str(path), architectures) for path in _pack_files(folder)]
    return sorted(listed, key=lambda each: each[0].name != id_of(Path(each[0].pack).stem))


def _list_file(path: Path, origin: str, architectures: "Mapping[str, Architecture[Any]]") -> ListedPack:
    try:
        style = open_installed_model(path) if path.suffix == ONNX else open_pack_style(path, architectures)
        return _describe_pack(style, origin, path), style
    except GanStudioError as error:
        return Plugin(strip_control_characters(path.stem), origin, pack=str(path), error=str(error)), None


def _describe_pack(style: FileStyle, origin: str, path: Path) -> Plugin:
    if isinstance(style, OnnxStyle):
        return Plugin(style.id, origin, summary=style.summary, pack=str(path), styles=(style.id,))
    said = style.pack.manifest
    return Plugin(
        style.id, origin, said.version, style.summary, said.licence, said.sha256, pack=str(path), styles=(style.id,)
    )


def _check_painting(style: PackStyle) -> None:
    """Paint a small picture: what comes out must be a picture."""
    import torch

    from ganstudio.api.style import Tile

    grey = torch.linspace(0, 1, 64).expand(1, 3, 64, 64)
    with torch.inference_mode():
        made = style.apply(Tile(grey, 0, 0, 64, 64), style.Options(), style.statistics(grey))
    if made.shape != (1, 3, 64 * style.scale, 64 * style.scale) or not bool(torch.isfinite(made).all()):
        raise GanStudioError("{path} is not a style pack that can be used: it paints no picture.", path=style.pack.path.name)
