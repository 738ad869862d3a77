"""The nearest training pictures."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import TileDone
from ganstudio.explore.nearest_neighbours import Neighbours, find_nearest, newest_samples
from ganstudio.images.dataset.scan import load, scan
from ganstudio.images.picture import Pixels
from ganstudio.runs.run import Run


def found(run: Run, pictures: Pixels | None = None) -> Neighbours:
    *_, last = find_nearest(run, pictures, stop=threading.Event())
    assert isinstance(last, Neighbours)
    return last


def as_trained(run: Run) -> tuple[tuple[Path, ...], Pixels]:
    files = scan(Path(run.spec.data)).files
    return files, load(files, run.spec.size)[0].permute(0, 2, 3, 1).numpy()


def test_a_copy_is_found_with_its_file(run: Run) -> None:
    files, pictures = as_trained(run)
    made = np.clip(pictures[[7, 2]].astype(int) + 3, 0, 255).astype(np.uint8)
    copies = found(run, made)
    assert [each.path for each in copies.nearest] == [files[7], files[2]]
    assert all(each.distance < 0.02 and not each.mirrored for each in copies.nearest)
    grey = found(run, np.full_like(made, 128)).nearest[0]
    assert 0.05 < grey.distance <= 1


def test_mirrored_ones_count_where_they_were_shown(run: Run) -> None:
    files, pictures = as_trained(run)
    flipped = np.ascontiguousarray(pictures[:1, :, ::-1])
    assert run.spec.mirror
    with_mirror = found(run, flipped).nearest[0]
    assert with_mirror.path == files[0] and with_mirror.mirrored
    run._write(run.spec.model_copy(update={"mirror": False}))
    without = found(Run.open(run.folder), flipped).nearest[0]
    assert not without.mirrored and without.distance > with_mirror.distance + 1e-3


def test_the_newest_samples_are_taken(run: Run) -> None:
    events = list(find_nearest(run, stop=threading.Event()))
    assert events[0] == TileDone(13, 13)
    last = events[-1]
    assert isinstance(last, Neighbours) and last.pictures.shape == (64, 8, 8, 3) and len(last.nearest) == 64
    with Image.open(run.samples()[-1][1]) as sheet:
        assert np.array_equal(np.asarray(sheet)[16:24, 8:16], newest_samples(run)[17])


def test_more_than_a_block_and_broken_files(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        shade = (number % 256, number // 256 * 255, 0)
        Image.new("RGB", (8, 8), shade).save(folder / f"{number:03d}.bmp")
    (folder / "000 broken.png").write_bytes(b"no picture")
    run._write(run.spec.model_copy(update={"data": str(folder)}))
    opened = Run.open(run.folder)
    wanted = np.stack([np.full((8, 8, 3), shade, np.uint8) for shade in ((20, 255, 0), (200, 0, 0))])
    assert [each.path.name for each in found(opened, wanted).nearest] == ["276.bmp", "200.bmp"]
    for file in folder.glob("*.bmp"):
        file.unlink()
    with pytest.raises(GanStudioError, match=r"None of the pictures in .*many could be read"):
        found(opened, wanted)


def test_stopped_and_without_samples(run: Run) -> None:
    stop = threading.Event()
    stop.set()
    assert list(find_nearest(run, stop=stop)) == []
    for _, sheet in run.samples():
        sheet.unlink()
    with pytest.raises(GanStudioError, match="has made no samples yet"):
        found(run)
