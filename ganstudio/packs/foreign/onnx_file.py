"""The file of an ONNX model, read once: weights that lie beside it are folded in, and no other file is ever read.

A model names the files of its weights itself, by any path it likes; runtimes open them, some from the current folder. So the
protocol buffer is searched here, without the onnx package, and a runtime is given bytes that name no file.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import open_plain, read_limited
from ganstudio.core.translation import tr
from ganstudio.packs.foreign.converter import MOST_BYTES, refuse

_MOST_FIELDS = 5_000_000
_MOST_DEPTH = 40
_ROOM = {0: 0, 1: 8, 5: 4}
# Which fields lead to tensors, by the message they stand in (onnx.proto3).
_INSIDE = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
    "entry": {},
}


def read_model(path: Path) -> bytes:
    """A whole model, with the weights that lie beside it folded in.

    GanStudioError where it is damaged or too large, or where its weights lie elsewhere or cannot be folded in.
    """
    try:
        content = read_limited(path, MOST_BYTES)
    except OSError as error:
        raise GanStudioError("{path} could not be read: {reason}.", path=path, reason=os_reason(error).lower()) from error
    names = find_outside_files(path, content)
    return _fold_name(path, content, names) if names else content


def find_outside_files(path: Path, content: bytes) -> list[str]:
    """The files that a model's tensors name, each once; GanStudioError where it is no such protocol buffer."""
    try:
        return list(dict.fromkeys(_Search(content).names()))
    except (ValueError, IndexError, UnicodeDecodeError):
        return refuse(path, tr("a damaged ONNX model, or something else"))


class _Search:
    """One walk through a model; `left` fields may still be seen."""

    def __init__(self, content: bytes) -> None:
        self.content, self.left = memoryview(content), _MOST_FIELDS

    def names(self) -> Iterator[str]:
        """The name of each file that a tensor says it lies in; empty where one says so without a name."""
        return self._in("model", 0, len(self.content), 0)

    def _in(self, message: str, start: int, end: int, depth: int) -> Iterator[str]:
        if depth > _MOST_DEPTH:
            raise ValueError(tr("nested too deeply"))
        inside = _INSIDE[message]
        for number, begin, stop in self._fields(start, end):
            if message == "tensor" and number == 14 and self._number(begin)[0]:
                yield ""
            elif inside.get(number) == "entry":
                yield from self._location(begin, stop)
            elif number in inside:
                yield from self._in(inside[number], begin, stop, depth + 1)

    def _location(self, start: int, end: int) -> Iterator[str]:
        said = {number: bytes(self.content[begin:stop]) for number, begin, stop in self._fields(start, end)}
        if said.get(1) == b"location":
            yield said.get(2, b"").decode()

    def _fields(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Number, begin and end of each field of a message."""
        while start < end:
            self.left -= 1
            key, start = self._number(start)
            kind, number = key & 7, key >> 3
            if self.left < 0 or not number or kind not in (0, 1, 2, 5):
                raise ValueError(tr("not such a protocol buffer"))
            size, begin = self._number(start) if kind == 2 else (_ROOM[kind], start)
            stop = self._number(begin)[1] if kind == 0 else begin + size
            if stop > end:
                raise ValueError(tr("cut off"))
            yield number, begin, stop
            start = stop

    def _number(self, place: int) -> tuple[int, int]:
        """A whole number of variable length, and where it ends."""
        number = 0
        for shift in range(0, 70, 7):
            byte = self.content[place + shift // 7]
            number |= (byte & 127) << shift
            if byte < 128:
                return number, place + shift // 7 + 1
        raise ValueError(tr("a number that does not end"))


def _fold_name(path: Path, content: bytes, names: list[str]) -> bytes:
    """The model with the weights in it that lie beside it."""
    named = [name for name in names if name]
    size = len(content) + sum(_size_beside(path, name) for name in named)
    if size > MOST_BYTES:
        refuse(path, tr("an ONNX model of {size:.1f} GB with its weights", size=size / 2**30), tr(", too large for a style"))
    try:
        import onnx
        from onnx.external_data_helper import load_external_data_for_model
    except ImportError as error:
        where = ", ".join(named)[:200] or tr("another file")
        raise GanStudioError(
            "{path} is an ONNX model whose weights lie beside it, in {where}; save one file, or pip install onnx.",
            path=path.name,
            where=where,
        ) from error
    try:
        model = onnx.load_model_from_string(content)
        load_external_data_for_model(model, str(path.parent))
        whole: bytes = model.SerializeToString()
    except Exception as error:  # whatever protocol buffers and checks of a stranger's model may raise
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        refuse(path, tr("an ONNX model whose weights beside it cannot be read ({reason})", reason=reason))
    if find_outside_files(path, whole):
        refuse(path, tr("an ONNX model whose weights lie elsewhere"))
    return whole


def _size_beside(path: Path, name: str) -> int:
    """The size of a plain file beside a model or in a folder there; GanStudioError for whatever else a model may name."""
    place, short = path.parent / name, name[:100]
    if PureWindowsPath(name).anchor or PurePosixPath(name).anchor or ".." in Path(name).parts or set(name) & set(":\\\0"):
        refuse(path, tr("an ONNX model that names a file elsewhere ({short})", short=short))
    try:
        if not place.resolve().is_relative_to(path.parent.resolve()):  # through a link
            refuse(path, tr("an ONNX model that names a file elsewhere ({short})", short=short))
        with open_plain(place) as file:
            return file.seek(0, 2)
    except OSError as error:
        raise GanStudioError(
            "The weights of {path} are to lie in {short}, which is not beside it; put it there, or save one file.",
            path=path.name,
            short=short,
        ) from error
