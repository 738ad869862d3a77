"""Moving WebP, AVIF and PNG: each frame with its time, written again as the same kind."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("av", reason="PyAV is not installed")

from PIL import Image

from ganstudio.cli import run
from ganstudio.video.concatenate import concatenate
from ganstudio.video.decode import estimate_frames, is_film, open_film, read_frames, read_middle_frame
from ganstudio.video.encode import film_suffixes_for
from ganstudio.video.video_xmp import read_film_xmp
from tests.video.films import moving
from tests.video.test_film import again

LENGTHS = [100, 40, 250, 100, 60, 100]
KINDS: dict[str, dict[str, Any]] = {
    ".png": {},
    ".webp": {"lossless": True},
    ".avif": {"quality": 100, "subsampling": "4:4:4"},
}


def made(path: Path, **more: Any) -> Path:
    frames = [Image.fromarray(frame) for frame in moving(6)]
    how = KINDS[path.suffix] | more
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=LENGTHS, **how)
    return path


@pytest.mark.parametrize("suffix", KINDS)
def test_frames_and_times_are_those_that_were_written(tmp_path: Path, suffix: str) -> None:
    path = made(tmp_path / f"one{suffix}", loop=3)
    film, frames = open_film(path), list(read_frames(path))
    assert is_film(path) and estimate_frames(path) == 6 and (film.width, film.height) == (64, 48)
    assert list(film.times) == np.cumsum([0, *LENGTHS[:-1]]).tolist() and float(film.tick) == 0.001
    assert [frame.length for frame in frames] == LENGTHS
    for frame, right in zip(frames, moving(6), strict=True):
        assert np.abs(frame.pixels.astype(int) - right).max() <= (0 if suffix != ".avif" else 12)
    assert np.array_equal(next(read_frames(path, film.times[3])).pixels, frames[3].pixels)
    assert np.array_equal(read_middle_frame(path), frames[3].pixels)


@pytest.mark.parametrize("suffix", KINDS)
def test_it_is_written_as_the_same_kind_with_times_and_rounds(tmp_path: Path, suffix: str) -> None:
    source = made(tmp_path / f"one{suffix}", loop=3)
    result = again(source, tmp_path / f"two{suffix}", each=4)
    before, after = list(read_frames(source)), list(read_frames(result))
    assert [frame.time for frame in after] == [frame.time for frame in before]
    assert [frame.length for frame in after] == LENGTHS
    for one, other in zip(before, after, strict=True):
        assert np.abs(one.pixels.astype(int) - other.pixels).mean() < 5
    with Image.open(result) as image:
        assert image.format == {".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}[suffix]
        assert suffix == ".avif" or image.info["loop"] == 3


def test_the_picture_for_programs_that_know_no_movement_is_no_frame(tmp_path: Path) -> None:
    still = Image.fromarray(np.full((48, 64, 3), 7, np.uint8))
    frames = [Image.fromarray(frame) for frame in moving(3)]
    still.save(tmp_path / "one.png", save_all=True, default_image=True, append_images=frames, duration=50)
    assert [frame.time for frame in read_frames(tmp_path / "one.png")] == [0, 50, 100]
    still.save(tmp_path / "two.png", save_all=True, default_image=True, append_images=frames[:1], duration=50)
    assert not is_film(tmp_path / "two.png")


@pytest.mark.parametrize("suffix", KINDS)
def test_a_packet_is_kept_in_it(tmp_path: Path, suffix: str) -> None:
    film = open_film(again(made(tmp_path / f"one{suffix}"), tmp_path / f"two{suffix}"))
    parts = sorted(tmp_path.glob(f"two{suffix}-*.nut"))
    concatenate(parts, film, tmp_path / f"three{suffix}", 650, b"<x:xmpmeta>words</x:xmpmeta>")
    assert b"words" in (read_film_xmp(tmp_path / f"three{suffix}") or b"")
    assert len(list(read_frames(tmp_path / f"three{suffix}"))) == 6


@pytest.mark.parametrize("suffix", KINDS)
def test_from_the_command_line_into_a_folder(tmp_path: Path, suffix: str) -> None:
    made(tmp_path / f"one{suffix}")
    how = ["--style", "halftone", "--strength", "0", "--steady", "0", "--no-recipe"]
    assert run(["stylize", str(tmp_path / f"one{suffix}"), *how, "--out", str(tmp_path / "out")]) == 0
    (result,) = (tmp_path / "out").iterdir()
    assert result.suffix == suffix and len(open_film(result).times) == 6


def test_a_film_never_takes_the_suffix_of_a_picture_by_itself() -> None:
    assert film_suffixes_for(Path("one.mp4")) == (".mp4", ".webm", ".gif")
    assert film_suffixes_for(Path("one.png")) == (".mp4", ".webm", ".gif", ".png")
