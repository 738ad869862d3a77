"""Converts weight files of known networks to packs; for other files an error names what they seem to be."""

import pickle
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import open_plain
from ganstudio.core.translation import tr, tr_noop
from ganstudio.packs.file import Pack
from ganstudio.packs.foreign.registry import KnownNetwork, known_networks
from ganstudio.packs.foreign.rejection import describe_weights, looks_like_upscaler
from ganstudio.packs.foreign.unwrap import find_networks, find_tensors
from ganstudio.packs.manifest import Manifest

if TYPE_CHECKING:
    from torch import Tensor

MOST_BYTES = 2**30
UPSCALER = "spandrel"
_WRAPPED = re.compile(r"(params|params_ema|state_dict|model_state_dict|generator|netG|g_ema|ema|module|model(?=\.\D))\.")
_OURS = b"PK\x03\x04", b"\x80"  # how PyTorch's files begin
_BEGINS = {
    b"\xff\xd8\xff": tr_noop("a JPEG picture"), b"\x89PNG": tr_noop("a PNG picture"), b"GIF8": tr_noop("a GIF picture"),
    b"RIFF": tr_noop("a WebP picture or a film"), b"\x89HDF": tr_noop("a Keras or HDF5 file"),
    b"GGUF": tr_noop("a language model (GGUF)"), b"%PDF": tr_noop("a PDF"), b"7z\xbc\xaf": tr_noop("a 7-Zip archive"),
    b"Rar!": tr_noop("a RAR archive"), b"\x1f\x8b": tr_noop("a gzip archive"),
    b"<": tr_noop("a web page, not what was to be downloaded"),
    b"version https://git-lfs": tr_noop("a mere pointer of Git LFS"),
}  # fmt: skip


def convert(path: Path) -> Pack:
    """The pack of the weights in a file of another program; GanStudioError names what the file seems to be instead."""
    weights = _read_weights(path)
    each, found = _find_network(path, weights) or _find_upscaler(path, weights)
    kind = each.kind
    options = kind.recognise(found)
    if options is None:  # spandrel is asked only once for what it does not know
        return _refuse_unknown(path, weights)
    manifest = Manifest(
        name=readable_name(path),
        summary=tr("Converted from {kind}: {name}.", kind=tr(kind.title), name=readable_name(path, 150)),
        architecture=each.id, options=options.model_dump(mode="json"), margin=kind.margin(options),
        scale=getattr(options, "scale", 1),
    )  # fmt: skip
    return Pack(path, manifest, 0, kind.trim(found, options))


def _find_network(path: Path, weights: "dict[str, Tensor]") -> "tuple[KnownNetwork, Mapping[str, Tensor]] | None":
    """The one network in those weights that is known, and its kind; None where there is none."""
    own = [each for each in known_networks() if each.id != UPSCALER]
    found = find_networks(weights, lambda inner: any(each.kind.recognise(inner) is not None for each in own))
    if len(found) > 1:
        several = ", ".join(f"“{prefix}”" for prefix in found)
        refuse(
            path,
            tr("{count} generators in one file ({several})", count=len(found), several=several),
            tr("; save the weights of one of them alone"),
        )
    for network in found.values():
        return next(each for each in own if each.kind.recognise(network) is not None), network
    return None


def _find_upscaler(path: Path, weights: "dict[str, Tensor]") -> "tuple[KnownNetwork, Mapping[str, Tensor]]":
    """What spandrel may know; GanStudioError where it is an upscaler and spandrel is missing or cannot be used."""
    from ganstudio.packs.foreign.upscaler import refuse_without_spandrel

    found = find_networks(weights, _has_outermost_upscaler)
    if found:
        refuse_without_spandrel(path)
    return KnownNetwork(UPSCALER), next(iter(found.values()), weights)


def _has_outermost_upscaler(weights: "Mapping[str, Tensor]") -> bool:
    """Whether an upscaler lies here, without a wrapper around it."""
    return looks_like_upscaler(weights) and not any(_WRAPPED.match(name) for name in weights)


def _refuse_unknown(path: Path, weights: "dict[str, Tensor]") -> NoReturn:
    looks = describe_weights(weights) or (tr("an upscaler that spandrel does not know") * looks_like_upscaler(weights))
    first = next(iter(weights), "")
    refuse(
        path,
        looks
        or tr(
            "weights of an unknown network ({count} tensors, the first is called “{first}”)",
            count=len(weights),
            first=first[:60],
        ),
    )


def refuse(path: Path, looks: str, more: str = "") -> NoReturn:
    """Say what a file looks like, and what could be used."""
    raise GanStudioError(
        "{path} looks like {looks}{more}; what can be used are style packs (.ganstyle), generators of "
        "CycleGAN, CUT, AnimeGANv2 and fast neural style, and ONNX models that turn one picture into "
        "one.",
        path=path.name,
        looks=looks,
        more=more,
    )


def _read_weights(path: Path) -> "dict[str, Tensor]":
    """The finite floating-point tensors in a file of PyTorch's or safetensors."""

    try:
        with open_plain(path) as file:
            begin = file.read(64)
        if path.stat().st_size > MOST_BYTES:
            refuse(path, tr("a file of {size:.0f} GB", size=path.stat().st_size / 2**30), tr(", too large for a style"))
        found = _read_zip(path) if begin.startswith(_OURS[0]) else _read_other(path, begin)
    except OSError as error:
        raise GanStudioError("{path} could not be read: {reason}.", path=path, reason=os_reason(error).lower()) from error
    return _check_tensors(path, find_tensors(found))


def _check_tensors(path: Path, named: "Mapping[str, Tensor]") -> "dict[str, Tensor]":
    """The tensors in float32; GanStudioError where there are none, or they are too large or not finite."""
    import torch

    if sum(value.numel() for value in named.values()) * 4 > 2 * MOST_BYTES:  # one number may stand for a whole tensor
        refuse(path, tr("weights that unpack to gigabytes"))
    tensors = {name: value.float() for name, value in named.items()}
    if not tensors:
        refuse(path, tr("a file of PyTorch's without weights"))
    if not all(bool(torch.isfinite(value).all()) for value in tensors.values()):
        refuse(path, tr("weights some of which are not numbers"), tr("; get the file anew"))
    return tensors


def _read_zip(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError):
        refuse(path, tr("a damaged file of PyTorch's or a damaged zip"), tr("; get it anew"))
    if any("/code/" in name for name in names):
        refuse(path, tr("a TorchScript program, which holds code"), tr("; ask for the weights alone"))
    if any(name.endswith("archive_format") for name in names):
        refuse(path, tr("an exported program of PyTorch's (torch.export)"), tr("; ask for the weights alone, or for ONNX"))
    if not any(name.endswith("data.pkl") for name in names):
        refuse(path, tr("a zip of {more} files", more=len(names)))
    if unpacked > MOST_BYTES:
        refuse(path, tr("a zip that unpacks to gigabytes"))
    return _unpickle_weights(path)


def _read_other(path: Path, begin: bytes) -> Any:
    if begin.startswith(_OURS[1]):
        return _unpickle_weights(path)
    if begin[8:9] == b"{":
        return _read_safetensors(path)
    refuse(path, _describe_signature(begin))


def _describe_signature(begin: bytes) -> str:
    """What a file seems to be by its first bytes, with an article."""
    if not begin:
        return tr("an empty file")
    plain = all(byte in b"\t\r\n" or 32 <= byte < 127 for byte in begin)
    known = (tr(what) for sign, what in _BEGINS.items() if begin.startswith(sign))
    return next(known, tr("a text") if plain else tr("nothing that is known"))


def _read_safetensors(path: Path) -> Any:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(path)
    except (SafetensorError, ValueError, KeyError) as error:
        raise GanStudioError(
            "{path} looks like a damaged safetensors file ({reason}); get it anew.", path=path.name, reason=error
        ) from error


def _unpickle_weights(path: Path) -> Any:
    """What PyTorch's own loader makes of a file when it may build nothing but tensors and plain containers."""
    import torch

    try:
        with warnings.catch_warnings(action="ignore"):  # it doubts other protocols aloud
            return torch.load(path, weights_only=True, map_location="cpu")
    except pickle.UnpicklingError as error:
        refuse(
            path,
            _describe_pickle(str(error), path),
            tr(", which could run code when it is opened; ask for the weights alone"),
        )
    except (RuntimeError, EOFError, KeyError, ValueError, TypeError, UnicodeDecodeError, AttributeError, IndexError):
        refuse(path, tr("a damaged file of PyTorch's"), tr("; get it anew"))


def _describe_pickle(said: str, path: Path) -> str:
    with open_plain(path) as file:
        begin = file.read(2**20)
    if any(sign in begin for sign in (b"dnnlib", b"torch_utils")):
        return tr("a StyleGAN pickle")
    return tr("a whole pickled model") if "GLOBAL" in said else tr("a pickle that holds more than weights")


def readable_name(path: Path, most: int = 60) -> str:
    """A file's name without its suffix, as a pack may be called."""
    plain = "".join(letter if letter.isprintable() and letter not in "/\\" else " " for letter in path.stem)
    return " ".join(plain.encode(errors="replace").decode().split())[:most] or "Style"


def is_onnx(path: Path) -> bool:
    """Whether a file may be an ONNX model: a protocol buffer whose first field is the version, and no known other thing."""
    try:
        with open_plain(path) as file:
            begin = file.read(2)
    except (OSError, GanStudioError):
        return False
    return len(begin) == 2 and begin[0] == 0x08 and begin[1] < 32


def is_pack(path: Path) -> bool:
    """Whether a file says that it is a style pack; a damaged one still has the name."""
    from ganstudio.packs.file import SUFFIX
    from ganstudio.packs.manifest import KEY

    try:
        with open_plain(path) as file:
            begin = file.read(8)
            header = file.read(min(int.from_bytes(begin, "little"), 2**22))
    except (OSError, GanStudioError):
        return True  # which says why it cannot be read
    return KEY.encode() in header or (path.suffix.lower() == SUFFIX and not begin.startswith(_OURS))


def may_hold_style(path: Path) -> bool:
    """Whether to look for a style in a file, rather than for a picture."""
    try:
        with open_plain(path) as file:
            begin = file.read(9)
    except (OSError, GanStudioError):
        return False
    return begin.startswith(_OURS) or begin[8:] == b"{" or is_onnx(path) or is_pack(path)
