"""`ganstudio stylize` over many files: what is made, what is passed over, what is never touched."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.cli.batch import open_batch
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.runs.writer_lock import exclusive_lock
from ganstudio.stylize.batch import BatchSpec
from ganstudio.stylize.look import Layer, Look

_CLUMSY = """
from ganstudio.api import Options, Style, hookimpl
ganstudio_api = 2
class Clumsy(Style):
    id, title, summary, Options = "clumsy", "Clumsy", "Breaks.", Options
    def apply(self, tile, options, statistics):
        if tile.pixels.shape[-1] == 13:
            raise KeyError("the brush broke")
        return tile.pixels
@hookimpl
def styles():
    return [Clumsy()]
"""


def picture(path: Path, seed: int = 0, width: int = 40) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (30, width, 3), np.uint8)).save(path)
    return path


def stylize(*more: str | Path, style: str = "halftone") -> int:
    return run(["stylize", "--style", style, *map(str, more)])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def batches() -> list[Path]:
    return list((Home().data / "batches").glob("*"))


def test_no_source_is_written_over_whatever_results_are_called(tmp_path: Path) -> None:
    one, two = picture(tmp_path / "a.png", 1), picture(tmp_path / "a-halftone.png", 2)
    (tmp_path / "elsewhere").mkdir()
    linked = tmp_path / "elsewhere" / "linked.png"
    linked.symlink_to(two)
    before = one.read_bytes(), two.read_bytes()
    own = ("--existing", "overwrite", "--out", tmp_path)
    assert stylize(one, "--name", "{name}", *own) == 0
    assert stylize(one, two, *own) == 0
    assert stylize(one, linked, *own) == 0
    assert stylize(tmp_path, "--name", "{name}", *own) == 0
    assert (one.read_bytes(), two.read_bytes()) == before
    assert {"a-2.png", "a-halftone-2.png", "a-halftone-halftone.png"} < set(names(tmp_path))


def test_results_inside_are_not_painted_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        picture(tmp_path / f"{number}.png", number)
    picture(tmp_path / "out" / "mine.png", 9)
    for more in ((), ("--no-recipe",)):
        assert stylize(tmp_path, "--out", tmp_path / "out", "--existing", "skip", *more) == 0
    assert names(tmp_path / "out") == sorted([*(f"{n}-halftone.png" for n in range(3)), "mine-halftone.png", "mine.png"])
    assert "4 results that were made here" in capsys.readouterr().err
    assert stylize(tmp_path, "--out", tmp_path / "out", "--no-recipe", style="mosaic") == 0
    assert stylize(tmp_path, "--out", tmp_path / "out", "--no-recipe", style="pixels") == 0
    assert len(names(tmp_path / "out")) == 13, "what carries no recipe is known by the record"
    assert stylize(tmp_path / "out" / "0-mosaic.png", "--out", tmp_path / "out") == 0, "what is named is made"


@pytest.mark.parametrize("recipe", ["--carry-recipe", "--no-recipe"])
def test_skip_goes_by_source_and_look(tmp_path: Path, recipe: str) -> None:
    out, left_out = tmp_path / "out", ("--existing", "skip", recipe, "--out", tmp_path / "out")
    one, other = picture(tmp_path / "a" / "x.png", 1), picture(tmp_path / "b" / "x.png", 2)
    assert stylize(one, *left_out) == 0
    assert stylize(other, *left_out) == 0
    made = {path.name: path.stat().st_ino for path in out.iterdir()}
    assert sorted(made) == ["x-halftone-2.png", "x-halftone.png"]
    for sources in ((one,), (other,), (one, other), (other, one), (tmp_path / "a", tmp_path / "b")):
        assert stylize(*sources, *left_out) == 0
    assert {path.name: path.stat().st_ino for path in out.iterdir()} == made
    assert stylize(one, "-o", "dot", "20", *left_out) == 0
    assert stylize(one, "-o", "dot", "20.0", *left_out) == 0
    assert len(names(out)) == 3, "another look is made, and once"
    picture(one, 3)
    assert stylize(one, *left_out) == 0
    assert len(names(out)) == 4, "another picture of that name is made"
    copy = tmp_path / "c" / "x.png"
    copy.parent.mkdir()
    other.rename(copy)
    assert stylize(copy, *left_out) == 0
    assert len(names(out)) == 4, "the same picture at another place is not"


def test_twins_in_two_folders_are_each_made_once(tmp_path: Path) -> None:
    sources = picture(tmp_path / "a" / "x.png"), picture(tmp_path / "b" / "x.png")
    for _ in range(3):
        for source in sources:
            assert stylize(source, "--existing", "skip", "--out", tmp_path / "out") == 0
    assert names(tmp_path / "out") == ["x-halftone-2.png", "x-halftone.png"]


def test_an_error_of_a_plugin_costs_one_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "clumsy.py").write_text(_CLUMSY, encoding="utf-8")
    sources = [picture(tmp_path / f"{name}.png", width=width) for name, width in (("a", 40), ("b", 13), ("c", 40))]
    given = ["--plugin-dir", str(tmp_path), "stylize", *map(str, sources), "--style", "clumsy", "--out", str(tmp_path / "o")]
    assert run([*given, "--json"]) == 1
    assert names(tmp_path / "o") == ["a-clumsy.png", "c-clumsy.png"]
    told = capsys.readouterr()
    skipped = next(event for event in map(json.loads, told.out.splitlines()) if event["kind"] == "skipped")
    assert skipped["path"] == str(sources[1]) and "b.png could not be made" in skipped["reason"]
    assert "KeyError: 'the brush broke'" in skipped["reason"]
    assert "Traceback" in told.err and "1 of 3 pictures failed" in told.err and batches() == []


def test_each_that_is_missing_is_its_own_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there, empty = picture(tmp_path / "a.png"), tmp_path / "empty"
    empty.mkdir()
    gone = [tmp_path / "no.png", tmp_path / "no.mp4", empty, there]
    assert stylize(*gone, "--out", tmp_path / "out") == 1
    said = capsys.readouterr().err
    for words in (f"There is no file {gone[0]}", "no.mp4; check its name", f"There are no pictures or films in {empty}"):
        assert words in said
    assert "3 of 4 pictures" in said and names(tmp_path / "out") == ["a-halftone.png"]


def test_names_that_no_file_can_have_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there, endless = picture(tmp_path / "a.png"), "x" * 300
    for source, out in ((there, f"{endless}.png"), (there, endless), (tmp_path / f"{endless}.png", "out")):
        assert stylize(source, "--out", tmp_path / out) == 1
        said = capsys.readouterr().err
        assert "too long" in said.lower() and "Traceback" not in said
    assert stylize(there, tmp_path / f"{endless}.mp4", tmp_path / f"{endless}.gif", "--out", tmp_path / "out") == 1
    assert names(tmp_path / "out") == ["a-halftone.png"]
    assert "2 of 3" in capsys.readouterr().err


@pytest.mark.parametrize("letter", ["x", "ö", "海", "🌊"])
def test_a_name_that_is_too_long_for_a_result_is_shortened(tmp_path: Path, letter: str) -> None:
    """The source's name fills what file systems take: 255 bytes."""
    stem = (letter * 255)[: 250 // len(letter.encode())]
    for end in ("1", "2"):
        picture(tmp_path / "in" / "short.png").rename(tmp_path / "in" / f"{stem[:-1]}{end}.png")
    assert stylize(tmp_path / "in", "--out", tmp_path / "out") == 0
    made = names(tmp_path / "out")
    assert len(made) == 2 and all(name.startswith(letter) and name.endswith(".png") for name in made)
    assert any(name.endswith("-halftone.png") for name in made) and any(name.endswith("-halftone-2.png") for name in made)


def test_a_film_of_a_long_name_has_room_for_its_parts(tmp_path: Path) -> None:
    pytest.importorskip("av")
    from tests.video.films import moving, write

    source = tmp_path / f"{'f' * 250}.mp4"
    write(tmp_path / "f.mp4", moving(3)).rename(source)
    assert stylize(source, "--out", tmp_path / "out") == 0
    assert [len(name) for name in names(tmp_path / "out")] == [232]
    assert stylize(source, "--out", tmp_path / f"{'g' * 251}.mp4") == 0
    assert len(list(tmp_path.glob("g*.mp4"))) == 1 and not list(tmp_path.glob(".*"))


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_names_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.png"))
    picture(tmp_path / "a.png").rename(source)
    assert stylize(tmp_path, "--out", tmp_path / "out", "--json", "--existing", "skip") == 0
    assert stylize(tmp_path, "--out", tmp_path / "out", "--existing", "skip") == 0
    assert len(names(tmp_path / "out")) == 1
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["kind"] for event in events] == ["tile", "saved", "finished"]


def test_nothing_is_left_when_it_is_done_and_a_home_that_cannot_be_written_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stylize(picture(tmp_path / "a.png"), "--out", tmp_path / "out") == 0
    assert batches() == []
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert stylize(tmp_path / "a.png", "--out", tmp_path / "out") == 0
    assert len(names(tmp_path / "out")) == 2 and not names(tmp_path / "temporary")


@pytest.mark.proof
def test_the_same_command_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    for each in range(12):
        picture(tmp_path / "in" / f"{each}.png", each)
    command = [sys.executable, "-m", "ganstudio", "stylize", str(tmp_path / "in"), "--style", "oil"]
    command += ["--out", str(tmp_path / "out"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["kind"] == "saved":
                process.kill()
    left = len(batches())
    done = {path.name: path.stat().st_ino for path in (tmp_path / "out").glob("*.png")}
    assert left == 1 and 0 < len(done) < 12
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Going on with what was stopped" in again.stderr
    made = {path.name: path.stat().st_ino for path in (tmp_path / "out").iterdir()}
    assert len(made) == 12 and made.items() >= done.items() and batches() == []


def test_what_is_named_twice_is_made_once(tmp_path: Path) -> None:
    one = picture(tmp_path / "in" / "a.png")
    assert stylize(one, tmp_path / "in", one, "--out", tmp_path / "out") == 0
    assert names(tmp_path / "out") == ["a-halftone.png"]


def test_two_cannot_be_at_the_same_work(tmp_path: Path) -> None:
    spec = BatchSpec(
        look=Look(layers=(Layer(style="oil"),)), sources=(picture(tmp_path / "a.png"),), folder=tmp_path / "out"
    )
    with exclusive_lock(open_batch(spec, Home()).folder), pytest.raises(GanStudioError, match="at work already"):
        open_batch(spec, Home())


def test_a_batch_that_nobody_goes_on_with_is_swept(tmp_path: Path) -> None:
    spec = BatchSpec(
        look=Look(layers=(Layer(style="oil"),)), sources=(picture(tmp_path / "a.png"),), folder=tmp_path / "out"
    )
    forgotten = open_batch(spec, Home())
    parts = tmp_path / "out" / ".a-oil.mp4.parts"
    parts.mkdir(parents=True)
    forgotten.record(0, forgotten.items[0].__class__("begun", str(tmp_path / "out" / "a-oil.mp4")))
    young = open_batch(spec.model_copy(update={"steady": 0.1}), Home())
    for path in (*forgotten.folder.iterdir(), forgotten.folder):
        os.utime(path, (0, 0))
    open_batch(spec.model_copy(update={"steady": 0.2}), Home())
    assert not forgotten.folder.exists() and young.folder.exists() and not parts.exists()


def test_what_was_changed_of_a_picture_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("CMYK", (20, 20), (10, 20, 30, 40)).save(tmp_path / "a.tif")
    assert stylize(tmp_path / "a.tif", "--out", tmp_path / "out") == 0
    line, note = capsys.readouterr().err.splitlines()
    assert line.startswith("a.tif → ") and note == "This picture was in CMYK; its colours were converted to sRGB."
    assert stylize(tmp_path / "a.tif", "--out", tmp_path / "out", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["kind"] for event in events] == ["noted", "tile", "saved", "finished"]
