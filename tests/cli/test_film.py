"""What `ganstudio stylize` does with a film."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("av", reason="PyAV is not installed")

from PIL import Image

from ganstudio.cli import run
from ganstudio.core.events import TileDone, from_json
from tests.video.films import moving, read, write

_STYLE = ["--style", "halftone"]
_FOR_LONG = """
import sys
from ganstudio.cli import run
from ganstudio.stylize import video_job
video_job.SEGMENT = 6
sys.exit(run(sys.argv[1:]))
"""


def command(source: Path, out: Path, *more: str) -> int:
    return run(["stylize", str(source), *_STYLE, "--out", str(out), *more])


def test_into_a_folder_and_never_over_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "my film.mp4", moving(5))
    assert command(source, tmp_path / "out") == 0
    assert command(source, tmp_path / "out") == 0
    assert command(source, tmp_path / "new.webm") == 0
    assert len(read(tmp_path / "new.webm")[0]) == 5
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"my film-halftone.mp4", "my film-halftone-2.mp4"}
    said = capsys.readouterr()
    assert "is there already, so the new one is called my film-halftone-2.mp4." in said.err
    assert f"my film.mp4 → {tmp_path / 'new.webm'} (still places flicker by" in said.err and said.out == ""


def test_events_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(write(tmp_path / "in.mp4", moving(5)), tmp_path / "out.gif", "--json") == 0
    said = capsys.readouterr()
    events = [json.loads(line) for line in said.out.splitlines()]
    assert [event["kind"] for event in events] == ["tile"] * 6 + ["measured", "saved", "finished"]
    assert set(events[-3]["values"]) == {"flicker", "flicker plain"} and said.err == ""
    assert events[-2]["path"] == str(tmp_path / "out.gif") and events[-2]["images"] == 5


def test_a_wrong_name_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.mp4", moving(2))
    before = source.read_bytes()
    assert command(source, tmp_path / "out.mkv") == 1
    assert "cannot be a film: use one of .mp4" in capsys.readouterr().err
    assert command(source, source, "--existing", "overwrite") == 1
    assert "is the film itself" in capsys.readouterr().err and source.read_bytes() == before


def test_names_and_what_is_there_count_for_films_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = write(tmp_path / "in.mp4", moving(3)), tmp_path / "out"
    named = ["--name", "{number} {name}"]
    assert command(source, out, *named) == 0
    made = out / "0001 in.mp4"
    first = made.stat().st_ino
    assert command(source, out, *named, "--existing", "skip") == 0
    assert made.stat().st_ino == first and "is left as it is" in capsys.readouterr().err
    assert command(source, out, *named, "--existing", "overwrite") == 0
    assert made.stat().st_ino != first and list(out.iterdir()) == [made]


@pytest.mark.proof
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C goes to a whole group there")
def test_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(60))
    asked = ["stylize", str(source), *_STYLE, "--out", str(tmp_path / "out.mp4"), "--json"]
    program = [sys.executable, "-c", _FOR_LONG, *asked]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        for line in process.stdout:
            if json.loads(line).get("done") == 14:
                process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "of 60 frames are kept; the same command goes on there." in said
    kept = 6 * len(list((tmp_path / ".out.mp4.parts").glob("*.nut")))
    assert 12 <= kept < 60
    again = subprocess.run(program, capture_output=True, text=True, check=True)
    assert from_json(again.stdout.splitlines()[0]) == TileDone(kept, 60)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["in.mp4", "out.mp4"]
    assert len(read(tmp_path / "out.mp4")[0]) == 60


def test_a_folder_gives_its_films_and_moving_pictures_and_says_what_it_leaves_out(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "below").mkdir(parents=True)
    whole = write(folder / "a.mp4", moving(4)).read_bytes()
    (folder / "b.mp4").write_bytes(whole[: len(whole) // 2])
    frames = [Image.fromarray(frame) for frame in moving(3)]
    frames[0].save(folder / "below" / "c.gif", save_all=True, append_images=frames[1:], duration=40)
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((40, 30)).save(folder / "d.png")
        image.resize((40, 30)).save(folder / "e.gif")
    for name in ("words.txt", ".hidden.png"):
        (folder / name).write_text("no picture")
    assert run(["stylize", str(folder), *_STYLE, "--out", str(out)]) == 1
    assert {file.name for file in out.iterdir() if not file.name.startswith(".")} == {
        "a-halftone.mp4", "c-halftone.gif", "d-halftone.png", "e-halftone.png",
    }  # fmt: skip
    said = capsys.readouterr().err
    assert "1 hidden, 1 neither pictures nor films" in said and "Traceback" not in said
    assert "b.mp4" in said and "1 of 5 pictures and films failed" in said
    assert len(read(out / "a-halftone.mp4")[0]) == 4


@pytest.mark.parametrize(
    "name", ["ep1:intro.mp4", "file:x.mp4", "100%d [1] 'q' \"ö\" ☕.mp4", "-minus.mp4", "concat:a|b.mp4"]
)
def test_any_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "plain.mp4", moving(3), sound="aac").rename(tmp_path / name)
    assert run(["stylize", *_STYLE, "--out", "out", "--name", "{name}", "--", name]) == 0
    assert len(read(tmp_path / "out" / name)[0]) == 3
    picture = name.replace(".mp4", ".png")
    Image.new("RGB", (9, 9)).save(tmp_path / "plain.png")
    (tmp_path / "plain.png").rename(tmp_path / picture)
    assert run(["stylize", *_STYLE, "--out", "out", "--name", "{name}", "--", picture]) == 0
    assert (tmp_path / "out" / picture).is_file()


def test_what_is_left_out_of_a_film_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.mp4", moving(3), sound="aac")
    assert command(source, tmp_path / "out.gif") == 0
    line, note = capsys.readouterr().err.splitlines()
    assert line.startswith("in.mp4 → ") and "sound" in note
    assert command(source, tmp_path / "out.gif", "--json", "--existing", "overwrite") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["message"] for event in events if event["kind"] == "noted"] == [note]
