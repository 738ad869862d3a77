"""Style packs that are damaged, or made to do harm, are refused in one sentence."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from ganstudio_plugins.brush import Brush

from ganstudio.core.errors import GanStudioError
from ganstudio.packs.file import open_pack, read_weights
from ganstudio.packs.manifest import KEY
from ganstudio.packs.style import PackStyle
from tests.packs.made import SMALL, make_pack

Change = Callable[[dict[str, Any], dict[str, Any]], None]


def use(path: Path) -> None:
    """All that is done with a pack before it paints."""
    style = PackStyle(open_pack(path), Brush())
    assert style.network is not None


def rewrite(path: Path, change: Change) -> Path:
    """The file with its header and its manifest changed."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    said = json.loads(header["__metadata__"][KEY])
    change(header, said)
    if "__metadata__" in header and KEY in header["__metadata__"]:
        header["__metadata__"][KEY] = json.dumps(said)
    made = json.dumps(header).encode()
    path.write_bytes(len(made).to_bytes(8, "little") + made + content[8 + length :])
    return path


def test_there_and_back(tmp_path: Path) -> None:
    pack = open_pack(make_pack(tmp_path / "a.ganstyle", words=("blue", "夜"), images=40))
    assert pack.manifest.id == "blue-night"
    assert pack.manifest.words == ("blue", "夜")
    loaded = read_weights(pack)
    torch.manual_seed(3)
    for name, weight in Brush().build_painter(SMALL).state_dict().items():
        assert torch.allclose(loaded[name], weight, atol=1e-3)


def test_names_become_ids(tmp_path: Path) -> None:
    assert open_pack(make_pack(tmp_path / "a.ganstyle", "  Große Welle, 神奈川 ")).manifest.id == "große-welle-神奈川"


EMPTY = {"dtype": "F16", "shape": [], "data_offsets": [0, 0]}
CHANGES: dict[str, tuple[Change, str]] = {
    "a later version": (lambda _, said: said.update(schema_version=2), "newer GAN Studio"),
    "no version": (lambda _, said: said.pop("schema_version"), "no manifest"),
    "no manifest": (lambda header, _: header["__metadata__"].pop(KEY), "no manifest"),
    "no metadata": (lambda header, _: header.pop("__metadata__"), "says nothing"),
    "a path as name": (lambda _, said: said.update(name="../../etc/passwd"), "“name”"),
    "an empty name": (lambda _, said: said.update(name="  "), "“name”"),
    "a control character": (lambda _, said: said.update(name="a\x00b"), "“name”"),
    "a long name": (lambda _, said: said.update(name="x" * 1000), "“name”"),
    "a vast margin": (lambda _, said: said.update(margin=10**9), "“margin”"),
    "a wrong preview": (lambda _, said: said.update(preview="<svg>"), "“preview”"),
    "a vast preview": (lambda _, said: said.update(preview="A" * 500_000), "“preview”"),
    "a wrong hash": (lambda _, said: said.update(sha256="0" * 64), "damaged"),
    "vast options": (lambda _, said: said["options"].update(maps=10**6), "maps"),
    "unknown options": (lambda _, said: said["options"].update(run="rm"), "run"),
    "other options": (lambda _, said: said["options"].update(maps=16), "do not fit"),
    "ten thousand tensors": (lambda header, _: header.update({f"t{n}": EMPTY for n in range(10_000)}), "10,0"),
    "whole numbers": (lambda header, _: header["stem.weight"].update(dtype="I64"), "other things"),
    "a bomb": (lambda header, _: header["stem.weight"].update(shape=[10**9, 10**9]), "cannot be read"),
    "a place outside": (lambda header, _: header["stem.weight"].update(data_offsets=[0, 10**9]), "cannot be read"),
    "another shape": (lambda header, _: header["stem.weight"]["shape"].reverse(), "do not fit"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_tampered_with_is_refused(what: str, tmp_path: Path) -> None:
    change, told = CHANGES[what]
    with pytest.raises(GanStudioError, match=told) as error:
        use(rewrite(make_pack(tmp_path / "a.ganstyle"), change))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"\xff" * 64, b"\x02" + b"\0" * 7 + b"{}", b"\x06" + b"\0" * 7 + b'"\xff\xfe"  '])
def test_what_is_no_pack_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ganstyle").write_bytes(content)
    with pytest.raises(GanStudioError, match=r"a\.ganstyle is not a style pack that can be used: "):
        use(tmp_path / "a.ganstyle")


def test_a_vast_file_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.ganstyle").open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(GanStudioError, match="100 MB"):
        open_pack(tmp_path / "a.ganstyle")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = b'{"__metadata__":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"
    (tmp_path / "a.ganstyle").write_bytes(len(deep).to_bytes(8, "little") + deep)
    with pytest.raises(GanStudioError, match="cannot be read"):
        open_pack(tmp_path / "a.ganstyle")


def test_not_a_number_is_refused(tmp_path: Path) -> None:
    from ganstudio.packs.file import write_pack

    pack = open_pack(make_pack(tmp_path / "a.ganstyle"))
    broken = read_weights(pack)
    broken["last.bias"][0] = float("nan")
    write_pack(tmp_path / "b.ganstyle", pack.manifest, broken)
    with pytest.raises(GanStudioError, match="not numbers"):
        use(tmp_path / "b.ganstyle")


def test_random_damage_never_does_worse_than_a_sentence(tmp_path: Path) -> None:
    whole = make_pack(tmp_path / "whole.ganstyle").read_bytes()
    by, path, refused = random.Random(5), tmp_path / "a.ganstyle", 0
    for _ in range(300):
        content = bytearray(whole[: by.randrange(len(whole))] if by.random() < 0.3 else whole)
        for _ in range(by.randrange(1, 20)):
            if content:
                content[by.randrange(min(len(content), by.choice([16, 3000, len(content)])))] = by.randrange(256)
        path.write_bytes(bytes(content))
        try:
            use(path)
        except GanStudioError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 200
