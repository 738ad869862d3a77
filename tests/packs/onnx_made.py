"""Small ONNX models, written as the protocol buffers that they are."""

import struct
from collections.abc import Sequence
from pathlib import Path

FLOAT, INT64 = 1, 7
Dim = int | str


def varint(number: int) -> bytes:
    made = b""
    while number > 127:
        made += bytes([number & 127 | 128])
        number >>= 7
    return made + bytes([number])


def field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def value_info(name: str, shape: Sequence[Dim], kind: int = FLOAT) -> bytes:
    dims = b"".join(field(1, field(1 if isinstance(dim, int) else 2, dim)) for dim in shape)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, dims)))


def node(op: str, inputs: Sequence[str], output: str, **attributes: int) -> bytes:
    made = b"".join(field(1, name) for name in inputs) + field(2, output) + field(4, op)
    for name, value in attributes.items():
        made += field(5, field(1, name) + field(3, value) + field(20, 2))
    return made


def number(name: str, value: float) -> bytes:
    return field(2, FLOAT) + field(8, name) + field(9, struct.pack("<f", value))


def outside(name: str, location: str) -> bytes:
    """A tensor whose numbers lie in another file."""
    where = field(13, field(1, "location") + field(2, location))
    return field(1, 4) + field(2, FLOAT) + field(8, name) + where + field(14, 1)


def write_model(
    path: Path,
    nodes: Sequence[bytes],
    *,
    inputs: Sequence[bytes] | None = None,
    outputs: Sequence[bytes] | None = None,
    constants: Sequence[bytes] = (),
) -> Path:
    """A model from “x” to “y”; by default pictures 1×3×H×W of any size."""
    free: list[Dim] = [1, 3, "h", "w"]
    graph = b"".join(field(1, each) for each in nodes) + field(2, "made")
    graph += b"".join(field(5, each) for each in constants)
    graph += b"".join(field(11, each) for each in inputs or [value_info("x", free)])
    graph += b"".join(field(12, each) for each in outputs or [value_info("y", [1, 3, "a", "b"])])
    path.write_bytes(field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13)))
    return path
