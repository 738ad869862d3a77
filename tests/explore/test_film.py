"""Films of the samples."""

import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.explore.animation import write_animation
from ganstudio.explore.timelapse import write_timelapse
from ganstudio.runs.run import Run

SIDE = 768  # 64 pixels, twelve times


def make(run: Run, out: Path, seconds: float = 2.0, number: int | None = None, *, caption: bool = False) -> list[Event]:
    return list(write_timelapse(run, out=out, seconds=seconds, number=number, caption=caption, stop=threading.Event()))


def sheet(run: Run, place: int) -> np.ndarray:
    with Image.open(run.samples()[place][1]) as image:
        return np.asarray(image.convert("RGB"))


def frames(file: Path) -> tuple[list[np.ndarray], list[float]]:
    """A film's pictures, and how long each stands, in milliseconds."""
    found, lengths = [], []
    with Image.open(file) as moving:
        for place in range(getattr(moving, "n_frames", 1)):
            moving.seek(place)
            found.append(np.asarray(moving.convert("RGB")))
            lengths.append(moving.info["duration"])
    return found, lengths


def test_webp_shows_each_sheet_pixel_by_pixel(run: Run, tmp_path: Path) -> None:
    events = make(run, tmp_path / "film.webp")
    count = len(run.samples())
    assert events[-3:] == [TileDone(count, count), Saved(400, str(tmp_path / "film.webp")), Finished(400, "done")]
    shown, lengths = frames(tmp_path / "film.webp")
    assert len(shown) == count and sum(lengths) == pytest.approx(2000, abs=count)
    assert lengths[-1] > 1.5 * lengths[0]
    for place, picture in enumerate(shown):
        assert np.array_equal(picture, sheet(run, place).repeat(12, 0).repeat(12, 1))


def test_large_pictures_lose_a_little(samples: Path, tmp_path: Path) -> None:
    with Image.open(samples / "chelsea.jpg") as opened:
        photo = np.asarray(opened.convert("RGB")).repeat(2, 0).repeat(2, 1)
    photo = np.clip(photo + np.random.default_rng(0).normal(0, 6, photo.shape), 0, 255).astype(np.uint8)
    with (tmp_path / "film.webp").open("wb") as file:
        write_animation([Image.fromarray(photo)] * 2, [0.5, 0.5], file, ".webp")
    shown, lengths = frames(tmp_path / "film.webp")
    assert lengths == [500, 500] and (tmp_path / "film.webp").stat().st_size < 2 * 400_000
    assert 0 < np.abs(shown[1].astype(float) - photo).mean() < 10


def test_one_picture_of_the_sheet(run: Run, tmp_path: Path) -> None:
    make(run, tmp_path / "one.webp", number=11)
    shown, _ = frames(tmp_path / "one.webp")
    assert np.array_equal(shown[-1][::96, ::96], sheet(run, -1)[8:16, 24:32])
    with pytest.raises(GanStudioError, match="no picture 65 on the sheets of samples; they have 64"):
        make(run, tmp_path / "none.webp", number=64)
    assert not (tmp_path / "none.webp").exists()


def test_gif_with_a_caption(run: Run, tmp_path: Path) -> None:
    make(run, tmp_path / "film.GIF", caption=True)
    shown, lengths = frames(tmp_path / "film.GIF")
    assert sum(lengths) == pytest.approx(2000, abs=10 * len(lengths))
    line = shown[0][SIDE:]
    assert line.shape == (32, SIDE, 3) and (line > 200).any() and (line < 60).any()
    assert not np.array_equal(line, shown[-1][SIDE:])


def test_mp4(run: Run, tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="PyAV is not installed")
    make(run, tmp_path / "film.mp4", caption=True)
    with av.open(str(tmp_path / "film.mp4")) as container:
        shown = [each.to_ndarray(format="rgb24") for each in container.decode(video=0)]
    assert len(shown) == 50 and shown[0].shape == (SIDE + 32, SIDE, 3)
    differs = np.abs(shown[-1][:SIDE:12, ::12].astype(float) - sheet(run, -1)[:64, :64])
    assert differs.mean() < 12  # chroma is kept at half the side


def test_without_pyav_it_says_what_to_do(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)  # as where it is not installed
    with pytest.raises(GanStudioError, match=r"MP4 films need PyAV: pip install .*; or end the name in \.webp"):
        make(run, tmp_path / "film.mp4")
    make(run, tmp_path / "film.gif")


def test_too_many_sheets_are_thinned(run: Run, tmp_path: Path) -> None:
    for images in range(1, 60):
        Image.new("RGB", (64, 64), (4 * images, 0, 0)).save(run.sample(images))
    make(run, tmp_path / "film.webp", seconds=1)
    shown, _ = frames(tmp_path / "film.webp")
    assert len(shown) == 12
    assert np.array_equal(shown[-1][::12, ::12], sheet(run, -1)) and np.array_equal(shown[0][::12, ::12], sheet(run, 0))


def test_stopping_leaves_nothing(run: Run, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(write_timelapse(run, out=tmp_path / "out" / "film.webp", stop=stop))[-1] == Finished(400, "stopped")
    assert not list((tmp_path / "out").iterdir())


def test_what_is_wrong_is_one_sentence(run: Run, tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match=r"ends in \.webp, \.gif, \.mp4; “\.avi” is none"):
        make(run, tmp_path / "film.avi")
    with pytest.raises(GanStudioError, match="half a second to ten minutes, not 0 seconds"):
        make(run, tmp_path / "film.gif", 0)
    (tmp_path / "file").write_text("words")
    with pytest.raises(GanStudioError, match="could not be written to"):
        make(run, tmp_path / "file" / "film.gif")
    run.samples()[1][1].write_bytes(b"no picture")
    with pytest.raises(GanStudioError, match="cannot be read; remove it, and it will not be missed"):
        make(run, tmp_path / "film.gif")
    for _, file in run.samples()[1:]:
        file.unlink()
    with pytest.raises(GanStudioError, match=r"needs at least two sheets of samples, and the training in .* has 1\."):
        make(run, tmp_path / "film.gif")
    assert [file.name for file in tmp_path.glob("*.*")] == []
