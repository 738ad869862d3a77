"""Films in a batch: beside pictures, under names of their own, and gone on with after a kill."""

import json
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("av", reason="PyAV is not installed")

from PIL import Image

from ganstudio.core.events import Finished
from ganstudio.core.settings import Home
from ganstudio.stylize import video_job
from ganstudio.stylize.batch import Batch, BatchSpec, FrameDone, Item, run
from ganstudio.stylize.output_names import Naming
from ganstudio.stylize.segment_store import segment_folder
from tests.stylize.test_batch import pictures
from tests.stylize.video_jobs import FATAL, LOOK, SEGMENT, Level, catalog
from tests.video.films import UNEVEN, moving, read, write


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_job, "SEGMENT", SEGMENT)


def work(batch: Batch, level: Level | None = None, stop: threading.Event | None = None) -> list[FrameDone]:
    events = run(batch, catalog(level or Level()), device="cpu", home=Home(), stop=stop or threading.Event())
    return [event for event in events if isinstance(event, FrameDone)]


def begin(tmp_path: Path, *sources: Path, naming: Naming | None = None, name: str = "out") -> Batch:
    spec = BatchSpec(look=LOOK, sources=sources, folder=tmp_path / name, naming=naming or Naming("{name}"))
    return Batch.begin(tmp_path / f"batch of {name}", spec)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("suffix", "made"),
    [
        ("", ["000.png", "a.mp4", "b.mp4", "c.gif"]),
        (".jpg", ["000.jpg", "a.mp4", "b.mp4", "c.gif"]),
        (".webm", ["000.png", "a.webm", "b.webm", "c.webm"]),
    ],
)
def test_each_source_gets_a_suffix_of_its_own_kind(tmp_path: Path, suffix: str, made: list[str]) -> None:
    gif = [Image.fromarray(frame) for frame in moving(4)]
    gif[0].save(tmp_path / "c.gif", save_all=True, append_images=gif[1:], duration=40)
    films = write(tmp_path / "a.mp4", moving(4)), write(tmp_path / "b.mkv", moving(4)), tmp_path / "c.gif"
    batch = begin(tmp_path, *pictures(tmp_path / "in", 1), *films, naming=Naming("{name}", suffix))
    assert batch.remaining() == {"pictures": 2, "frames": None}  # a GIF's name does not say that it moves
    work(batch)
    assert [item.state for item in batch.items] == ["done"] * 4 and names(tmp_path / "out") == made
    assert len(read(tmp_path / "out" / made[1])[0]) == 4
    assert batch.remaining() == {"pictures": 0, "frames": 0} and batch.share == 1
    assert batch.items[0].told == "" and batch.items[1].told.startswith("flicker ")
    assert Batch.open(batch.folder).items == batch.items


def test_a_still_gif_is_a_picture(tmp_path: Path) -> None:
    Image.fromarray(moving(1)[0]).save(tmp_path / "still.gif")
    batch = begin(tmp_path, tmp_path / "still.gif")
    assert work(batch) == [] and names(tmp_path / "out") == ["still.png"]


def test_a_film_never_lands_on_its_source_nor_on_another_result(tmp_path: Path) -> None:
    for folder in ("in", "out", "out2"):
        (tmp_path / folder).mkdir()
    source, other = (write(tmp_path / folder / "a.mp4", moving(4)) for folder in ("out", "in"))
    plain = source.read_bytes()
    batch = begin(tmp_path, source, other, naming=Naming("{name}", existing="overwrite"))
    work(batch)
    assert names(tmp_path / "out") == ["a-2.mp4", "a-3.mp4", "a.mp4"] and source.read_bytes() == plain
    skipping = begin(tmp_path, other, naming=Naming("{name}", existing="skip"), name="out2")
    (tmp_path / "out2" / "a.mp4").write_bytes(b"mine")
    work(skipping)
    assert skipping.items[0].state == "skipped" and (tmp_path / "out2" / "a.mp4").read_bytes() == b"mine"


_KILLED = """
import sys, threading
from pathlib import Path
from ganstudio.core.settings import Home
from ganstudio.stylize import video_job
from ganstudio.stylize.batch import Batch, run
from tests.stylize.video_jobs import FATAL, SEGMENT, Level, catalog
video_job.SEGMENT = SEGMENT
list(run(Batch.open(Path(sys.argv[1])), catalog(Level(FATAL + 1)), device="cpu", home=Home(), stop=threading.Event()))
"""


@pytest.mark.proof
def test_a_kill_in_the_middle_of_a_film_costs_at_most_a_segment(tmp_path: Path) -> None:
    """The picture before it is not made again; the film goes on under the name that it had, and is as if made at once."""
    first, last = pictures(tmp_path / "in", 2)
    source = write(tmp_path / "in" / "film.mp4", moving(20, noise=2), UNEVEN, sound="aac")
    batch = begin(tmp_path, first, source, last, naming=Naming("{name}", ".webp"))
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(batch.folder)], check=False)
    assert killed.returncode == -9
    middle = Batch.open(batch.folder)
    target = tmp_path / "out" / "film.mp4"
    assert middle.items == [Item("done", str(tmp_path / "out" / "000.webp")), Item("begun", str(target)), Item()]
    inode = (tmp_path / "out" / "000.webp").stat().st_ino
    kept = len(list(segment_folder(target).glob("*.nut"))) * SEGMENT
    assert 0 < kept < FATAL and not target.exists()
    level = Level()
    frames = work(middle, level)
    assert frames == [FrameDone(1, done, 20) for done in range(kept + 1, 21)]
    assert level.painted == 20 - kept + 2  # the last picture's two, too: of it the colours are taken
    assert names(tmp_path / "out") == ["000.webp", "001.webp", "film.mp4"]
    assert (tmp_path / "out" / "000.webp").stat().st_ino == inode
    whole = begin(tmp_path, source, name="whole")
    work(whole)
    assert target.read_bytes() == (tmp_path / "whole" / "film.mp4").read_bytes()
    assert read(target)[1] == read(source)[1]
    assert middle.items[1].told == whole.items[0].told != ""
    record = (batch.folder / "record.jsonl").read_bytes().splitlines()
    done = [json.loads(line)["number"] for line in record if b'"done"' in line]
    assert sorted(done) == [0, 1, 2]


def test_a_pause_keeps_what_is_made_and_forgetting_takes_it_away(tmp_path: Path) -> None:
    source, stop = write(tmp_path / "film.mp4", moving(20)), threading.Event()
    batch = begin(tmp_path, source, naming=Naming("{name}", existing="overwrite"))
    shares = []
    for event in run(batch, catalog(Level()), device="cpu", home=Home(), stop=stop):
        shares.append(batch.share)
        if isinstance(event, FrameDone) and event.done == 10:
            assert batch.remaining() == {"pictures": 0, "frames": 10} and batch.share == 0.5
            stop.set()
    assert event == Finished(0, "stopped") and batch.left == 1 and shares == sorted(shares)
    assert work(Batch.open(batch.folder))[0] == FrameDone(0, 7, 20)
    assert names(tmp_path / "out") == ["film.mp4"]
    batch.record(0, replace(batch.items[0], state="begun"))
    segment_folder(tmp_path / "out" / "film.mp4").mkdir()
    batch.delete()
    assert names(tmp_path / "out") == ["film.mp4"] and not batch.folder.exists()


def test_a_damaged_film_is_told_of_and_stops_nothing(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.mp4", moving(20)).read_bytes()
    torn, none = tmp_path / "torn.mp4", tmp_path / "none.mp4"
    torn.write_bytes(whole[: len(whole) // 2])
    batch = begin(tmp_path, torn, none, *pictures(tmp_path / "in", 1))
    work(batch)
    assert [item.state for item in batch.items] == ["failed", "failed", "done"]
    assert "torn.mp4" in batch.failures[0] and "none.mp4" in batch.failures[1]
    torn.write_bytes(whole)
    batch.retry()
    work(batch)
    assert [item.state for item in batch.items] == ["done", "failed", "done"]
    assert len(read(tmp_path / "out" / "torn.mp4")[0]) == 20
