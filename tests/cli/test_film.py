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
from ganstudio.cli.film import film_command
from ganstudio.errors import GanStudioError
from ganstudio.stylize.look import Layer, Look
from tests.pictures.films import moving, read, write
from tests.stylize.styles import CATALOG

LOOK = Look(layers=(Layer(style="negative"), Layer(style="screen")))
_FOR_LONG = """
import sys
from pathlib import Path
from ganstudio.cli.film import film_command
from ganstudio.stylize import film
from tests.cli.test_film import CATALOG, LOOK
film.SEGMENT = 6
sys.exit(film_command(*map(Path, sys.argv[1:]), LOOK, CATALOG, device="cpu", as_json=True))
"""


def command(source: Path, out: Path, *, as_json: bool = False) -> int:
    return film_command(source, out, LOOK, CATALOG, device="cpu", as_json=as_json)


def test_into_a_folder_and_never_over_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "my film.mp4", moving(5))
    assert command(source, tmp_path / "out") == 0
    assert command(source, tmp_path / "out") == 0
    assert command(source, tmp_path / "new.webm") == 0
    assert len(read(tmp_path / "new.webm")[0]) == 5
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "my film-negative-screen.mp4", "my film-negative-screen-2.mp4"
    }  # fmt: skip
    said = capsys.readouterr()
    assert "is there already, so the new one is called my film-negative-screen-2.mp4." in said.err
    assert "still places flicker by" in said.err and said.out == ""


def test_events_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(write(tmp_path / "in.mp4", moving(5)), tmp_path / "out.gif", as_json=True) == 0
    said = capsys.readouterr()
    events = [json.loads(line) for line in said.out.splitlines()]
    assert [event["kind"] for event in events] == ["tile"] * 6 + ["measured", "saved", "finished"]
    assert set(events[-3]["values"]) == {"flicker", "flicker plain"} and said.err == ""


def test_a_wrong_name_is_one_sentence(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(2))
    with pytest.raises(GanStudioError, match=r"cannot be a film: use one of \.mp4"):
        command(source, tmp_path / "out.mkv")
    with pytest.raises(GanStudioError, match="is the film itself"):
        command(source, source)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C goes to a whole group there")
def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(400))
    program = [sys.executable, "-c", _FOR_LONG, str(source), str(tmp_path / "out.mp4")]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        for line in process.stdout:
            if json.loads(line).get("done") == 14:
                process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "of 400 frames are kept; the same command goes on there." in said
    assert len(list((tmp_path / ".out.mp4.parts").glob("*.nut"))) >= 2


def test_stylize_takes_films_too(tmp_path: Path, samples: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(4))
    still = tmp_path / "still.gif"
    with Image.open(samples / "coffee.jpg") as image:
        image.resize((40, 30)).save(still)
    out = tmp_path / "out"
    assert run(["stylize", str(source), str(still), "--style", "halftone", "--out", str(out)]) == 0
    assert {file.name for file in out.iterdir()} == {"in-halftone.mp4", "still-halftone.png"}
    assert len(read(out / "in-halftone.mp4")[0]) == 4
    (tmp_path / "torn.mp4").write_bytes(source.read_bytes()[:200])
    assert run(["stylize", str(tmp_path / "torn.mp4"), "--style", "halftone", "--out", str(out)]) == 1
