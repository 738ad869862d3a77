"""Live: a film over and over, cameras as far as they can be had, the newest frame alone, one sentence where it fails."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.errors import GanStudioError

pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.video.cameras import Camera, find_cameras, list_cameras, read_camera
from ganstudio.video.decode import read_frames
from ganstudio.video.live_source import CapturedFrame, FrameReader, loop_film
from tests.video.films import TICK, moving, write

TESTING = "testsrc=size=96x64:rate=30"


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


def instant(number: int) -> CapturedFrame:
    return CapturedFrame(4, 2, 0.0, lambda width, height: np.full((height, width, 3), number, np.uint8))


def number_of(seen: CapturedFrame | None) -> int:
    assert seen is not None
    return int(seen.pixels()[0, 0, 0])


def test_the_newest_alone_is_taken_and_stop_ends_the_thread() -> None:
    go = threading.Event()

    def numbers(stop: threading.Event) -> Iterator[CapturedFrame]:
        yield from (instant(number) for number in range(1, 8))
        go.set()
        stop.wait()
        yield instant(99)

    source = FrameReader(numbers)
    assert go.wait(10)
    assert number_of(source.take(1)) == 7
    assert source.take(0.01) is None
    source.stop()
    assert source.join(10)
    assert source.take(0) is None


def test_what_went_wrong_is_raised_where_it_is_taken_and_again() -> None:
    def torn(_stop: threading.Event) -> Iterator[CapturedFrame]:
        yield instant(1)
        raise GanStudioError("The film is torn.")

    source = FrameReader(torn)
    assert source.join(10)
    assert number_of(source.take(1)) == 1
    for _ in range(2):
        with pytest.raises(GanStudioError, match="torn"):
            source.take(1)


def test_a_camera_is_opened_only_after_it_was_let_go() -> None:
    held, clashes = threading.Lock(), []

    def alone(stop: threading.Event) -> Iterator[CapturedFrame]:
        clashes.append(not held.acquire(blocking=False))
        stop.wait()
        time.sleep(0.02)
        held.release()
        yield instant(0)

    first = FrameReader(alone)
    while not clashes:
        time.sleep(0.001)
    second = FrameReader(alone, first)
    first.stop()
    second.stop()
    assert second.join(10)
    assert clashes == [False, False]


def test_a_film_comes_again_and_again_at_its_own_speed(tmp_path: Path) -> None:
    film = write(tmp_path / "in.mp4", moving(4), [0, 20, 40, 60])
    stop, due = threading.Event(), list[float]()
    begin = time.perf_counter()
    for each in loop_film(film, stop):
        assert time.perf_counter() >= each.time
        due.append(each.time - begin)
        if len(due) == 9:
            stop.set()
    steps = np.diff(due)
    assert len(due) == 9 and steps.min() > 20 * float(TICK) - 0.001  # more only where the machine stood still for a second
    assert abs(np.median(steps) - 20 * float(TICK)) < 0.001


def test_all_pixels_of_a_instant_are_those_of_the_film_and_fewer_are_the_same_picture(tmp_path: Path) -> None:
    for turn in (0, 90):
        film = write(tmp_path / f"{turn}.mp4", moving(2), [0, 20], turn=turn)
        whole, stop = next(read_frames(film)).pixels, threading.Event()
        seen = next(loop_film(film, stop))
        assert (seen.height, seen.width) == whole.shape[:2]
        assert np.array_equal(seen.pixels(), whole)
        assert np.array_equal(seen.pixels(mirrored=True), whole[:, ::-1])
        small = seen.pixels(24)
        assert max(small.shape) == 24 and abs(small.mean() - whole.mean()) < 2


def test_a_film_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"There is no film .*gone\.mp4; check its name"):
        next(loop_film(tmp_path / "gone.mp4", threading.Event()))


def test_a_device_of_the_library_gives_frames_until_it_is_stopped() -> None:
    """No camera can be had everywhere; libavdevice's test picture is opened and read by the same calls."""
    source = FrameReader(partial(read_camera, Camera("Test", f"{TESTING},realtime", "lavfi")))
    seen = [source.take(10) for _ in range(3)]
    assert all(each and (each.width, each.height) == (96, 64) and each.pixels().std() > 40 for each in seen)
    assert seen[0] and seen[2] and not np.array_equal(seen[0].pixels(), seen[2].pixels())
    source.stop()
    assert source.join(10)


def test_a_camera_that_is_unplugged_is_one_sentence() -> None:
    short = Camera("Little eye", f"{TESTING}:duration=0.1", "lavfi")
    with pytest.raises(GanStudioError, match="The camera “Little eye” gives no more pictures; see whether it is plugged in"):
        list(read_camera(short, threading.Event()))


@pytest.mark.parametrize(
    ("address", "system", "words"),
    [
        ("/dev/video987", "v4l2", "is not there any more; plug it in"),
        ("/dev/null", "v4l2", "cannot be opened"),
        ("no-such-source", "lavfi", "cannot be opened"),
        ("/dev/video0", "no-such-system", "cannot be opened"),
    ],
)
def test_a_camera_that_cannot_be_opened_is_one_sentence(address: str, system: str, words: str) -> None:
    with pytest.raises(GanStudioError, match=f"The camera “Eye” {words}") as caught:
        next(read_camera(Camera("Eye", address, system), threading.Event()))
    assert "\n" not in str(caught.value)


def test_cameras_are_listed_by_name_each_once(tmp_path: Path) -> None:
    for number, name, index in (("10", "Second eye", "0"), ("0", "First: eye", "0"), ("1", "First: eye", "1")):
        folder = tmp_path / f"video{number}"
        folder.mkdir()
        (folder / "name").write_text(f"{name}\n", encoding="utf-8")
        (folder / "index").write_text(f"{index}\n", encoding="utf-8")
    found = list_cameras(tmp_path)
    assert found == (Camera("First: eye", "/dev/video0", "v4l2"), Camera("Second eye", "/dev/video10", "v4l2"))
    assert list_cameras(tmp_path / "nothing") == ()
    assert all(isinstance(each, Camera) for each in find_cameras())
