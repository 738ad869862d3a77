"""Films in a look: every frame, steadied, and gone on with after a kill."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Measured, Noted, Saved, TileDone
from ganstudio.images.bit_depth import Pixels
from ganstudio.images.picture import Picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize import video_job
from ganstudio.stylize.adjustments.apply import adjust_picture
from ganstudio.stylize.adjustments.values import Adjustments, Crop, Geometry, Tone
from ganstudio.stylize.clip import ClipFrame, render_clip
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.open_video import OpenVideo
from ganstudio.stylize.video_job import stylize_video
from ganstudio.video.decode import open_film
from tests.stylize.styles import CATALOG
from tests.stylize.video_jobs import FATAL, LOOK, SEGMENT, Level, catalog
from tests.video.films import UNEVEN, moving, read, write
from tests.video.test_film_kinds import interlaced

NEGATIVE = Look(layers=(Layer(style="negative"),))


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_job, "SEGMENT", SEGMENT)


def make(source: Path, target: Path, look: Look = NEGATIVE, styles: Catalog = CATALOG, **how: Any) -> list[Event]:
    stop = how.pop("stop", threading.Event())
    return list(stylize_video(source, target, look, styles, device="cpu", stop=stop, **how))


def apart(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_every_frame_is_painted_at_its_time(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(), UNEVEN, sound="aac")
    events = make(source, tmp_path / "out.mp4", steady=0)
    assert [event for event in events if isinstance(event, TileDone)] == [TileDone(done, 20) for done in range(21)]
    assert isinstance(events[-3], Measured)
    assert events[-2:] == [Saved(20, str(tmp_path / "out.mp4")), Finished(20, "done")]
    (before, times), (after, later) = read(source), read(tmp_path / "out.mp4")
    assert times == later
    for one, other in zip(before, after, strict=True):
        assert apart(255 - one, other) < 5
    assert {file.name for file in tmp_path.iterdir()} == {"in.mp4", "out.mp4"}


def test_a_larger_look_makes_a_larger_film(tmp_path: Path) -> None:
    make(write(tmp_path / "in.mp4", moving(8)), tmp_path / "out.webm", Look(layers=(Layer(style="double"),)))
    shown = read(tmp_path / "out.webm")[0]
    assert len(shown) == 8 and shown[0].shape == (96, 128, 3)


def test_levels_last_and_places_do_not(tmp_path: Path) -> None:
    """A film that begins in the dark: its first frame must not say how light the others become."""
    frames = [np.full((48, 64, 3), 8, np.uint8)] + [np.full((48, 64, 3), 120 + number, np.uint8) for number in range(19)]
    make(write(tmp_path / "in.mp4", frames), tmp_path / "out.mp4", Look(layers=(Layer(style="level"),)), catalog(Level()))
    levels = [frame.mean() for frame in read(tmp_path / "out.mp4")[0]]
    assert levels[0] < 25 and levels[-1] > 225
    assert levels == sorted(levels)


def test_what_stands_still_does_not_flicker(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(20, 160, 120, noise=1.5), qp="1")
    values = [
        next(event.values for event in events if isinstance(event, Measured))
        for events in (make(source, tmp_path / f"{steady}.mp4", steady=steady) for steady in (0, 0.5, 1))
    ]
    plain = values[0]["flicker plain"]
    assert plain > 0.3
    assert values[0]["flicker"] == plain == values[1]["flicker plain"]
    assert values[1]["flicker"] < 0.4 * plain
    assert values[2]["flicker"] < 0.1 * plain


def test_what_moves_does_not_smear(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(20, 160, 120, noise=1.5))
    for steady in (0, 1):
        make(source, tmp_path / f"{steady}.mp4", steady=steady)
    for plain, steadied in zip(read(tmp_path / "0.mp4")[0], read(tmp_path / "1.mp4")[0], strict=True):
        assert apart(plain[12:36], steadied[12:36]) < 3  # where the square goes, and has been


def test_a_scene_that_ends_leaves_nothing_behind(tmp_path: Path) -> None:
    scenes = [np.full((48, 64, 3), 200, np.uint8)] * 5 + [np.full((48, 64, 3), 60, np.uint8)] * 5
    make(write(tmp_path / "in.mp4", scenes), tmp_path / "out.mp4", steady=1)
    shown = read(tmp_path / "out.mp4")[0]
    assert shown[4].mean() == pytest.approx(55, abs=3) and shown[5].mean() == pytest.approx(195, abs=3)


@pytest.mark.proof
def test_a_killed_film_goes_on_and_is_the_same(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(20, noise=2), UNEVEN, sound="aac")
    make(source, tmp_path / "whole.mp4", LOOK, catalog(Level()))
    command = [sys.executable, "-m", "tests.stylize.video_jobs", str(source), str(tmp_path / "killed.mp4")]
    assert subprocess.run(command, check=False).returncode == -9
    assert not (tmp_path / "killed.mp4").exists()
    parts = tmp_path / ".killed.mp4.parts"
    kept = {file.name: file.stat().st_mtime_ns for file in parts.glob("*.nut")}
    done = len(kept) * SEGMENT
    assert 0 < done < FATAL
    level = Level()
    events = stylize_video(source, tmp_path / "killed.mp4", LOOK, catalog(level), device="cpu", stop=threading.Event())
    assert next(events) == TileDone(done, 20)
    assert next(events) == TileDone(done + 1, 20)
    assert {name: (parts / name).stat().st_mtime_ns for name in kept} == kept
    last = list(events)[-1]
    assert last == Finished(20, "done") and level.painted == 20 - done and not parts.exists()
    assert (tmp_path / "killed.mp4").read_bytes() == (tmp_path / "whole.mp4").read_bytes()


def test_a_stopped_film_goes_on_unless_the_look_is_another(tmp_path: Path) -> None:
    source, target, stop = write(tmp_path / "in.mp4", moving()), tmp_path / "out.mp4", threading.Event()
    for event in stylize_video(source, target, NEGATIVE, CATALOG, device="cpu", stop=stop):
        if event == TileDone(9, 20):
            stop.set()
    assert event == Finished(SEGMENT, "stopped") and not target.exists()
    halted = make(source, target, NEGATIVE, stop=stop)
    assert halted == [TileDone(SEGMENT, 20), Finished(SEGMENT, "stopped")]
    assert make(source, target, Look(layers=(Layer(style="screen"),)), stop=stop)[0] == TileDone(0, 20)
    assert make(source, target)[-1] == Finished(20, "done")


def test_one_film_is_made_by_one_process(tmp_path: Path) -> None:
    source, stop = write(tmp_path / "in.mp4", moving()), threading.Event()
    first = stylize_video(source, tmp_path / "out.mp4", NEGATIVE, CATALOG, device="cpu", stop=stop)
    next(first)
    with pytest.raises(GanStudioError, match="is already being written by process"):
        make(source, tmp_path / "out.mp4")
    assert list(first)[-1] == Finished(20, "done")


def test_what_is_wrong_is_one_sentence(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(3))
    for target, steady, sentence in (
        ("out.avi", 0.5, r"“out.avi” cannot be a film: use one of \.mp4, \.webm, \.gif"),
        ("in.mp4", 0.5, "is the film itself"),
        ("out.mp4", 2, "from 0 to 1, not 2"),
    ):
        with pytest.raises(GanStudioError, match=sentence):
            make(source, tmp_path / target, steady=steady)
    assert [file.name for file in tmp_path.iterdir()] == ["in.mp4"]


def test_what_was_changed_or_has_no_place_is_said(tmp_path: Path) -> None:
    source = interlaced(tmp_path / "in.mp4", "tff")
    events = make(source, tmp_path / "out.mp4", steady=0)
    assert Noted("It was interlaced, and its frames were made whole (bwdif).") in events
    sung = write(tmp_path / "sung.mp4", moving(4), sound="aac")
    (said,) = [event.message for event in make(sung, tmp_path / "out.gif") if isinstance(event, Noted)]
    assert said.startswith("Left out, since GIF has no place for it: the sound (")


def test_a_film_that_was_begun_when_films_were_read_otherwise_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, stop = write(tmp_path / "in.mp4", moving()), threading.Event()
    for event in stylize_video(source, tmp_path / "out.mp4", NEGATIVE, CATALOG, device="cpu", stop=stop):
        if isinstance(event, TileDone) and event.done == 14:
            stop.set()
    assert make(source, tmp_path / "out.mp4", stop=stop)[0] == TileDone(12, 20)
    monkeypatch.setattr(video_job, "_READING", video_job._READING + 1)
    assert make(source, tmp_path / "out.mp4")[0] == TileDone(0, 20)


def test_every_frame_is_adjusted_before_its_style(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mp4", moving(8))
    geometry = Geometry(turns=1, crop=Crop(left=0.25, right=0.75))
    look = NEGATIVE.model_copy(update={"adjustments": Adjustments(tone=Tone(exposure=-1), geometry=geometry)})
    events = make(source, tmp_path / "out.mp4", look, steady=0)
    assert any(isinstance(event, Measured) for event in events)
    for one, other in zip(read(source)[0], read(tmp_path / "out.mp4")[0], strict=True):
        wanted = adjust_picture(Picture(one), look.adjustments).pixels
        assert other.shape == wanted.shape
        assert apart(255 - wanted, other) < 5
    (clip,) = list(_clip(source, look))[:1]
    assert clip.before.shape == clip.after.shape == wanted.shape


def _clip(source: Path, look: Look) -> Iterator[ClipFrame]:
    video = OpenVideo(open_film(source))
    return render_clip(video, look, CATALOG, range(2), device="cpu", steady=0.5, longest=64, stop=threading.Event())
