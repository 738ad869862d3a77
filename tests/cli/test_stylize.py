"""`ganstudio stylize` on real files."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.cli import run
from ganstudio.core.events import from_json
from ganstudio.core.settings import Home
from tests.forked import ganstudio

_CLUMSY = """
from ganstudio.api import Options, Style, hookimpl
ganstudio_api = 2
class Clumsy(Style):
    id, title, summary, Options = "clumsy", "Clumsy", "Breaks.", Options
    def apply(self, tile, options, statistics):
        raise RuntimeError("the brush broke")
@hookimpl
def styles():
    return [Clumsy()]
"""


@pytest.fixture
def picture(tmp_path: Path, samples: Path) -> Path:
    path = tmp_path / "eine Tasse 咖啡 ☕.jpg"
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((120, 80)).save(path)
    return path


def test_a_picture_gets_a_style(picture: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert run(["stylize", str(picture), "--style", "halftone", "-o", "dot", "20", "--out", str(out)]) == 0
    with Image.open(out) as made, Image.open(picture) as original:
        assert made.size == original.size
        assert made.convert("RGB").tobytes() != original.tobytes()


def test_strength_zero_leaves_the_picture_as_it_is(picture: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert run(["stylize", str(picture), "--style", "mosaic", "--strength", "0", "--out", str(out)]) == 0
    with Image.open(out) as made, Image.open(picture) as original:
        assert made.tobytes() == original.tobytes()


def test_a_folder_goes_on_after_a_damaged_file(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture.read_bytes())
    (folder / "b.jpg").write_bytes(picture.read_bytes()[:300])
    (folder / "c.jpg").write_bytes(picture.read_bytes())
    args = ["stylize", str(folder), "--style", "halftone", "--out", str(out)]
    assert run(args) == 1
    said = capsys.readouterr().err
    assert "b.jpg" in said
    assert "1 of 3 pictures failed" in said
    assert {path.name for path in out.iterdir()} == {"a-halftone.jpg", "c-halftone.jpg"}
    run(args)
    assert len(list(out.iterdir())) == 4, "a result that is there already is never overwritten"
    assert "a-halftone.jpg is there already, so the new one is called a-halftone-2.jpg" in capsys.readouterr().err


def test_pictures_of_one_name_do_not_meet(picture: Path, tmp_path: Path) -> None:
    sources = [tmp_path / "a" / "x.jpg", tmp_path / "b" / "x.jpg", tmp_path / "c" / "X.jpg"]
    for source in sources:
        source.parent.mkdir()
        source.write_bytes(picture.read_bytes())
    assert run(["stylize", *map(str, sources), "--style", "halftone", "--out", str(tmp_path / "out")]) == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert len({name.casefold() for name in names}) == 3


def test_a_name_that_is_taken_gets_a_number(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.png"
    out.write_bytes(b"mine")
    assert run(["stylize", str(picture), "--style", "halftone", "--out", str(out)]) == 0
    assert out.read_bytes() == b"mine"
    assert (tmp_path / "out-2.png").is_file()
    assert "so the new one is called out-2.png" in capsys.readouterr().err


def test_one_picture_that_fails_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stylize", str(tmp_path / "no.jpg"), "--style", "halftone", "--out", str(tmp_path / "o.png")]) == 1
    assert capsys.readouterr().err == f"ganstudio: There is no file {tmp_path / 'no.jpg'}; check its name.\n"


@pytest.mark.proof
def test_a_polite_kill_ends_a_batch_between_whole_files(picture: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.jpg").write_bytes(picture.read_bytes())
    command = [sys.executable, "-m", "ganstudio", "stylize", str(folder), "--style", "halftone", "--out", str(out), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "of 200 pictures are done" in said
    assert from_json(rest.splitlines()[-1]).kind == "finished"
    for path in out.glob("*"):
        with Image.open(path) as image:
            image.load()


def test_a_bug_keeps_its_traceback(picture: Path, tmp_path: Path) -> None:
    (tmp_path / "clumsy.py").write_text(_CLUMSY, encoding="utf-8")
    given = ["--plugin-dir", str(tmp_path), "stylize", str(picture), "--style", "clumsy", "--out", str(tmp_path / "o.png")]
    done = ganstudio(*given)
    assert done.returncode == 1
    log = Home().logs / "ganstudio.log"
    assert "the brush broke" in done.stderr and str(log) in done.stderr
    kept = log.read_text(encoding="utf-8")
    assert "Traceback" in kept and "the brush broke" in kept


def test_json_is_one_event_a_line(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stylize", str(picture), "--style", "halftone", "--out", str(tmp_path / "o.png"), "--json"]) == 0
    events = [from_json(line) for line in capsys.readouterr().out.splitlines()]
    assert [event.kind for event in events] == ["tile", "saved", "finished"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--style", "oyl", "--out", "o.png"], "did you mean oil?"),
        (["--style", "oil", "-o", "strok", "3", "--out", "o.png"], "did you mean stroke"),
        (["--style", "oil", "-o", "stroke", "many", "--out", "o.png"], "Option “stroke”"),
        (["--style", "oil", "--out", "o.doc"], "cannot be the result"),
        (["--style", "mine.ganstyle", "--out", "o.png"], "mine.ganstyle could not be read"),
    ],
)
def test_a_mistake_is_one_sentence(
    picture: Path,
    args: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["stylize", str(picture), *args]) == 1
    words = capsys.readouterr().err
    assert said in words
    assert "Traceback" not in words


def test_the_source_is_never_overwritten(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = picture.read_bytes()
    assert run(["stylize", str(picture), "--style", "halftone", "--out", str(picture)]) == 1
    assert picture.read_bytes() == before
    assert "is the picture itself" in capsys.readouterr().err


def test_usage_is_another_exit_code(picture: Path) -> None:
    assert run(["stylize", str(picture)]) == 2
    assert run(["stylize", str(picture), "--style", "oil", "--strength", "7", "--out", "o.png"]) == 2


def test_listing_and_command_agree(capsys: pytest.CaptureFixture[str], picture: Path, tmp_path: Path) -> None:
    assert run(["styles", "--json"]) == 0
    ids = [row["id"] for row in json.loads(capsys.readouterr().out) if row["origin"] == "classic"]
    for name in ids:
        out = tmp_path / f"{name}.png"
        assert run(["stylize", str(picture), "--style", name, "--out", str(out)]) == 0
        assert out.is_file()


def test_a_result_gives_its_look_to_another_picture(picture: Path, samples: Path, tmp_path: Path) -> None:
    first, again, plain = tmp_path / "first.jpg", tmp_path / "again.png", tmp_path / "plain.png"
    asked = ["--style", "halftone", "-o", "dot", "18", "--strength", "0.7", "--keep-colours"]
    assert run(["stylize", str(picture), *asked, "--out", str(first)]) == 0
    assert run(["stylize", str(picture), "--recipe", str(first), "--out", str(again)]) == 0
    assert run(["stylize", str(picture), *asked, "--out", str(plain), "--no-recipe"]) == 0
    with Image.open(again) as one, Image.open(plain) as other:
        assert one.tobytes() == other.tobytes()
        assert "XML:com.adobe.xmp" in one.info and "XML:com.adobe.xmp" not in other.info
    assert run(["stylize", str(picture), "--recipe", str(plain), "--out", str(tmp_path / "no.png")]) == 1


def test_a_look_as_json_and_neither_or_both(picture: Path, tmp_path: Path) -> None:
    look = tmp_path / "look.json"
    look.write_text('{"layers": [{"style": "halftone"}, {"style": "negativ"}]}')
    args = ["stylize", str(picture), "--out", str(tmp_path / "a.png")]
    assert run([*args, "--look", str(look)]) == 1
    look.write_text('{"layers": [{"style": "halftone"}, {"style": "pixels", "strength": 0.5}]}')
    assert run([*args, "--look", str(look)]) == 0
    assert run(args) == 2 and run([*args, "--look", str(look), "--style", "oil"]) == 2


def test_skip_goes_on_where_an_earlier_call_ended(picture: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    args = [
        "stylize",
        str(picture),
        "--style",
        "halftone",
        "--out",
        str(out),
        "--name",
        "{number} {name}",
        "--existing",
        "skip",
    ]
    assert run(args) == 0
    made = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert [path.name for path in made] == [f"0001 {picture.name}"]
    assert run(args) == 0
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == made
