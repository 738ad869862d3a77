"""ONNX models that name other files: folded in where they lie beside it, refused where they lie elsewhere."""

import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home, Settings
from ganstudio.packs.foreign import onnx_session
from ganstudio.packs.foreign.onnx_file import find_outside_files, read_model
from ganstudio.packs.foreign.onnx_style import description_file, open_model
from ganstudio.plugins import pack_catalog
from ganstudio.plugins.catalog import Catalog
from ganstudio.plugins.loader import load_catalog
from tests.packs.onnx_made import FLOAT, field, node, number, outside, write_model
from tests.packs.test_onnx import negative, painted, picture

pytest.importorskip("onnxruntime")


def scattered(path: Path, location: str) -> Path:
    """A negative whose only weight, white, lies in another file."""
    where = field(13, field(1, "location") + field(2, location))
    tensor = field(2, FLOAT) + field(8, "white") + where + field(14, 1)
    return write_model(path, [node("Sub", ["white", "x"], "y")], constants=[tensor])


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that lies elsewhere, and would fit."""
    file = tmp_path / "elsewhere" / "w.bin"
    file.parent.mkdir()
    file.write_bytes(struct.pack("<f", 1.0))
    return file


@pytest.mark.parametrize("location", ["w.bin", "deep/w.bin", "gewichte 木.bin"])
def test_weights_beside_a_model_are_folded_in(location: str, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    model = scattered(tmp_path / "model.onnx", location)
    (tmp_path / location).parent.mkdir(exist_ok=True)
    (tmp_path / location).write_bytes(struct.pack("<f", 1.0))
    found = pack_catalog.install_pack(model, Home(), Catalog())
    for old in (model, tmp_path / location):
        old.unlink()
    catalog = load_catalog(Home(), Settings())
    assert find_outside_files(model, Path(found.pack).read_bytes()) == []
    made = painted(catalog, found.name, picture(), detail=0.0).astype(int)
    assert abs(made - (255 - picture().pixels.astype(int))).max() <= 2


PLACES = ["{secret}", "../elsewhere/w.bin", "a/../../elsewhere/w.bin", r"\\host\share\w.bin", "//host/share/w.bin",
          r"..\w.bin", "C:w.bin", "w.bin:stream", "/dev/zero", ".", "..", "", "link.bin"]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("place", PLACES)
def test_weights_elsewhere_are_refused(place: str, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "link.bin").symlink_to(secret)
    model = scattered(folder / "model.onnx", place.replace("{secret}", str(secret)))
    monkeypatch.chdir(secret.parent)
    for use in (
        lambda: pack_catalog.install_pack(model, Home(), Catalog()),
        lambda: pack_catalog.add_pack(Catalog(), model),
    ):
        with pytest.raises(GanStudioError) as error:
            use()
        assert "model.onnx" in str(error.value) or place in (".", ".."), error.value
        assert "\n" not in str(error.value)
    assert not Home().packs.exists()


def test_weights_in_the_current_folder_are_not_taken(secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(secret.parent)  # where a runtime that is given bytes looks for them
    with pytest.raises(GanStudioError, match=r"to lie in w\.bin, which is not beside it"):
        read_model(scattered(tmp_path / "model.onnx", "w.bin"))


def test_without_the_onnx_package_it_is_said_how_to_save_the_model(tmp_path: Path) -> None:
    scattered(tmp_path / "model.onnx", "w.bin")
    (tmp_path / "w.bin").write_bytes(struct.pack("<f", 1.0))
    code = (
        "import sys; sys.modules['onnx'] = None\nfrom pathlib import Path\n"
        "from ganstudio.packs.foreign.onnx_file import read_model\nfrom ganstudio.core.errors import GanStudioError\n"
        f"try:\n    read_model(Path({str(tmp_path / 'model.onnx')!r}))\nexcept GanStudioError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "whose weights lie beside it, in w.bin; save one file" in done.stdout


def tensor_everywhere(tensor: bytes) -> dict[str, bytes]:
    """Models in which a tensor stands wherever one may stand."""

    def graph(content: bytes) -> bytes:
        return field(7, content)

    def attribute(content: bytes) -> bytes:
        return graph(field(1, field(5, content)))

    inner = field(5, tensor)
    return {
        "initializer": graph(inner),
        "sparse": graph(field(15, field(1, tensor))), "indices": graph(field(15, field(2, tensor))),
        "constant": attribute(field(5, tensor)), "constants": attribute(field(10, tensor)),
        "branch": attribute(field(6, inner)), "branches": attribute(field(11, inner)),
        "sparse constant": attribute(field(22, field(1, tensor))),
        "sparse constants": attribute(field(23, field(1, tensor))),
        "function": field(25, field(7, field(5, field(5, tensor)))), "default": field(25, field(11, field(5, tensor))),
        "training": field(20, field(1, inner)), "training step": field(20, field(2, inner)),
    }  # fmt: skip


@pytest.mark.parametrize("place", tensor_everywhere(b""))
def test_a_tensor_is_found_wherever_it_stands(place: str, tmp_path: Path) -> None:
    model = field(1, 8) + tensor_everywhere(outside("c", "w.bin"))[place]
    assert "w.bin" in find_outside_files(tmp_path / "model.onnx", model)
    assert find_outside_files(tmp_path / "model.onnx", field(1, 8) + tensor_everywhere(number("c", 1.0))[place]) == []


def nested(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = field(1, field(5, field(6, content)))
    return field(1, 8) + field(7, content)


BROKEN = {
    "deep": nested(2000), "cut": field(7, b"x" * 90)[:40], "endless": b"\x08" + b"\xff" * 40, "group": b"\x08\x08\x3b\x3c",
    "zero": b"\x08\x08\x00\x00",
    "name": field(1, 8) + field(7, field(5, field(13, field(1, "location") + field(2, b"\xff")))),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_model_is_refused(what: str, tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="a damaged ONNX model, or something else"):
        find_outside_files(tmp_path / "model.onnx", BROKEN[what])


def test_what_was_found_out_is_read_from_the_own_folder_alone(tmp_path: Path) -> None:
    model = negative(tmp_path / "model.onnx")
    description_file(model).write_text(json.dumps({"scale": 8, "takes": "0 to 255"}))
    assert open_model(model).probe.scale == 1 and pack_catalog.add_pack(Catalog(), model)[0].style("model").scale == 1
    pack_catalog.install_pack(model, Home(), Catalog())
    assert json.loads(description_file(Home().packs / "model.onnx").read_text())["scale"] == 1


STRANGE = ['{"scale": 1000000}', '{"scale": 0}', '{"height": -1}', '{"width": 1e9}', '{"takes": "words"}', '{"layout": 3}',
           "[1]", "7", "", "[" * 4000, '{"scale": ' + "9" * 4000 + "}", " " * 5000 + "{}", '{"scale": NaN}']  # fmt: skip


@pytest.mark.parametrize("said", STRANGE)
def test_what_was_found_out_is_validated(said: str, tmp_path: Path) -> None:
    pack_catalog.install_pack(negative(tmp_path / "model.onnx"), Home(), Catalog())
    description_file(Home().packs / "model.onnx").write_text(said)
    catalog = load_catalog(Home(), Settings())
    (found,) = [plugin for plugin in catalog.plugins if plugin.pack.endswith("model.onnx")]
    assert "is damaged; remove the model and install it anew" in str(found.error) and "oil" in catalog.styles


def test_a_model_that_was_only_copied_there_is_not_run(tmp_path: Path) -> None:
    Home().packs.mkdir(parents=True)
    shutil.copy(negative(tmp_path / "model.onnx"), Home().packs)
    (found,) = [plugin for plugin in load_catalog(Home(), Settings()).plugins if plugin.pack.endswith("model.onnx")]
    assert "was put there without being installed" in str(found.error)


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_pipes_among_the_packs_hold_nothing_up() -> None:
    Home().packs.mkdir(parents=True)
    for name in ("pipe.ganstyle", "pipe.onnx", "pipe.onnx.json"):
        os.mkfifo(Home().packs / name)
    (Home().packs / "device.ganstyle").symlink_to("/dev/zero")
    (Home().packs / "folder.ganstyle").mkdir()
    errors = [str(plugin.error) for plugin in load_catalog(Home(), Settings()).plugins if plugin.pack and plugin.error]
    assert len(errors) == 4 and sum("is no file that can be read" in each for each in errors) == 3


def endless(path: Path) -> Path:
    """A model that negates its picture over and over."""
    onnx = pytest.importorskip("onnx")
    from onnx import helper

    def info(name: str, kind: int, shape: list[int | str]) -> Any:
        return helper.make_tensor_value_info(name, kind, shape)

    body = helper.make_graph(
        [helper.make_node("Neg", ["a"], ["b"]), helper.make_node("Identity", ["go"], ["on"])], "body",
        [info("i", 7, []), info("go", 9, []), info("a", 1, [])], [info("on", 9, []), info("b", 1, [])],
    )  # fmt: skip
    constants = [helper.make_tensor("times", 7, [], [2**62]), helper.make_tensor("yes", 9, [], [True])]
    loop = helper.make_node("Loop", ["times", "yes", "x"], ["y"], body=body)
    shape: list[int | str] = [1, 3, "h", "w"]
    graph = helper.make_graph([loop], "made", [info("x", 1, shape)], [info("y", 1, shape)], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    return path


@pytest.mark.timeout(60)
def test_a_loop_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_session, "_TRIAL_SECONDS", 0.3)
    with pytest.raises(GanStudioError, match=r"The model endless\.onnx could not paint"):
        open_model(endless(tmp_path / "endless.onnx"))
