"""The file of a style pack; everything in it is checked, as it may be damaged or malicious."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import ValidationError

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import open_plain, read_limited, write_atomically
from ganstudio.core.schema import KINDS, encode, migrate
from ganstudio.core.translation import tr
from ganstudio.core.validation import refusal_reason
from ganstudio.packs.manifest import KEY, Manifest

if TYPE_CHECKING:
    from torch import Tensor

SUFFIX = ".ganstyle"
MOST_BYTES = 64 * 2**20
_MOST_HEADER = 2 * 2**20
_MOST_TENSORS = 1000
_KINDS = ("F16", "BF16", "F32")


@dataclass(frozen=True)
class Pack:
    """An opened style pack: its file, its manifest, and the byte at which its weights begin.

    One that was converted from another program's file holds its weights in memory instead.
    """

    path: Path
    manifest: Manifest
    start: int
    tensors: "dict[str, Tensor] | None" = None


def open_pack(path: Path) -> Pack:
    """Read a pack's manifest, but not its weights; GanStudioError names what is wrong with the file."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            _refuse(
                path,
                tr(
                    "it is {size:.0f} MB large; at most {most} are allowed",
                    size=size / 2**20,
                    most=MOST_BYTES >> 20,
                ),
            )
        with open_plain(path) as file:
            length = int.from_bytes(file.read(8), "little")
            if size < 10 or not 2 <= length <= min(_MOST_HEADER, size - 8):
                _refuse(path, tr("it does not begin as one does"))
            header = _parse(path, file.read(length))
    except OSError as error:
        raise GanStudioError("{path} could not be read: {reason}.", path=path, reason=os_reason(error).lower()) from error
    return Pack(path, _read_manifest(path, header), 8 + length)


def read_weights(pack: Pack) -> "dict[str, Tensor]":
    """A pack's weights by name, float32 and finite, checked against the manifest's SHA-256."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load

    if pack.tensors is not None:
        return pack.tensors
    try:
        content = read_limited(pack.path, MOST_BYTES)
    except OSError as error:
        raise GanStudioError(
            "{path} could not be read: {reason}.", path=pack.path, reason=os_reason(error).lower()
        ) from error
    if hashlib.sha256(content[pack.start :]).hexdigest() != pack.manifest.sha256:
        _refuse(pack.path, tr("its weights are damaged; get the file anew"))
    try:
        loaded = {name: weight.float() for name, weight in load(content).items()}
    except (SafetensorError, ValueError, KeyError, RuntimeError) as error:
        _refuse(pack.path, tr("its weights cannot be read ({reason})", reason=error))
    if not all(bool(torch.isfinite(weight).all()) for weight in loaded.values()):
        _refuse(pack.path, tr("some of its weights are not numbers"))
    return loaded


def write_pack(path: Path, manifest: Manifest, weights: "dict[str, Tensor]") -> None:
    """Write a pack whole or not at all, its weights in half precision."""
    import torch
    from safetensors.torch import save

    halves = {name: weight.detach().cpu().to(torch.float16).contiguous() for name, weight in sorted(weights.items())}
    plain = save(halves)
    start = 8 + int.from_bytes(plain[:8], "little")
    vouched = manifest.model_copy(update={"sha256": hashlib.sha256(plain[start:]).hexdigest()})
    try:
        write_atomically(path, save(halves, {KEY: encode("style pack", vouched.model_dump(mode="json")).decode()}))
    except OSError as error:
        raise GanStudioError(
            "The pack could not be written to {path}: {reason}.", path=path, reason=os_reason(error).lower()
        ) from error


def _parse(path: Path, header: bytes) -> dict[str, Any]:
    """The header of the safetensors file, within bounds."""
    try:
        parsed = json.loads(header.decode())
    except (ValueError, RecursionError):
        _refuse(path, tr("its header cannot be read"))
    if not isinstance(parsed, dict) or not isinstance(parsed.get("__metadata__"), dict):
        _refuse(path, tr("it says nothing of itself"))
    tensors = [value for name, value in parsed.items() if name != "__metadata__"]
    if not 1 <= len(tensors) <= _MOST_TENSORS:
        _refuse(path, tr("it holds {count:,} tensors", count=len(tensors)))
    if not all(isinstance(tensor, dict) and tensor.get("dtype") in _KINDS for tensor in tensors):
        _refuse(path, tr("it holds other things than floating-point weights"))
    return parsed


def _read_manifest(path: Path, header: dict[str, Any]) -> Manifest:
    try:
        said = json.loads(header["__metadata__"][KEY])
        _ = said[KINDS["style pack"].key]
        said = migrate("style pack", said, path.name)
    except (KeyError, TypeError, ValueError, RecursionError):
        _refuse(path, tr("it holds weights, but no manifest of a style"))
    try:
        return Manifest.model_validate(said)
    except (ValidationError, RecursionError) as error:
        why = tr("it is nested too deeply")
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            why = f"“{'.'.join(map(str, first['loc']))}”: {refusal_reason(error).lower()}"
        _refuse(path, tr("its manifest is wrong, {why}", why=why))


def _refuse(path: Path, why: str) -> NoReturn:
    raise GanStudioError("{path} is not a style pack that can be used: {why}.", path=path.name, why=why)
