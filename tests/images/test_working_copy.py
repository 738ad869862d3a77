"""Working copies: made from a folder by edits, stopped, gone on with, changed; the originals stay as they were."""

import json
import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from pydantic import ValidationError

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Skipped
from ganstudio.images.dataset.edits import Edit, Edits, read_edits
from ganstudio.images.dataset.working_copy import CopyProgress, WorkCopy, make_working_copy
from ganstudio.testing.synthetic import make_pictures
from tests.images.profiles import grey_profile
from tests.images.test_dataset_report import found as found_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six discs, three of them in a sub-folder."""
    make_pictures(tmp_path / "discs" / "below", 3)
    return make_pictures(tmp_path / "discs", 3)


def made(edits: Edits, out: Path) -> list[CopyProgress | Skipped | WorkCopy]:
    return list(make_working_copy(edits, out, threading.Event()))


def listed(out: Path) -> list[str]:
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file() and path.name != "edits.json")


def contents(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_copy_has_every_picture_that_is_kept_and_the_originals_stay(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    edits = Edits(folder=folder).with_left_out([folder / "001.png", folder / "below" / "000.png"])
    events = made(edits, tmp_path / "out")
    assert events == [*(CopyProgress(done, 4) for done in range(5)), WorkCopy(tmp_path / "out", 4, 2)]
    assert listed(tmp_path / "out") == ["000.png", "002.jpg", "below/001.png", "below/002.jpg"]
    with Image.open(folder / "000.png") as old, Image.open(tmp_path / "out" / "000.png") as new:
        assert np.array_equal(np.asarray(old), np.asarray(new))
    assert contents(folder) == before
    assert read_edits(tmp_path / "out") == edits


def test_every_picture_becomes_upright_srgb_on_white(folder: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (60, 40), "teal").save(folder / "turned.jpg", exif=exif.tobytes())
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(folder / "clear.webp", lossless=True)
    Image.new("CMYK", (30, 30), (0, 0, 0, 127)).save(folder / "ink.tif")
    Image.new("L", (30, 30), 55).save(folder / "linear.png", icc_profile=grey_profile(1.0))
    Image.new("P", (30, 30)).save(folder / "palette.gif")
    out = tmp_path / "out"
    made(Edits(folder=folder), out)
    colours = {"turned.jpg": (0, 128, 128), "clear.webp.png": 255, "ink.tif.png": 128, "linear.png": 128}
    for name, colour in colours.items():
        with Image.open(out / name) as image:
            assert image.mode == "RGB" and "icc_profile" not in image.info and not image.getexif()
            assert np.abs(np.asarray(image).astype(int) - colour).max() <= 3
    with Image.open(out / "turned.jpg") as image:
        assert image.size == (40, 60)
    assert "palette.gif.png" in listed(out)


def test_a_crop_has_its_shape_and_keeps_the_focus_in_sight(folder: Path, tmp_path: Path) -> None:
    ramp = np.zeros((100, 300, 3), np.uint8)
    ramp[..., 0] = np.arange(300) // 2
    Image.fromarray(ramp).save(folder / "ramp.png")
    file, edits = folder / "ramp.png", Edits(folder=folder).with_aspect([folder / "ramp.png"], 1.0)
    for focus, first in (((0.5, 0.5), 100), ((0.0, 0.9), 0), ((0.4, 0.0), 70), ((1.0, 0.5), 200)):
        made(edits.with_focus(file, focus), tmp_path / "out")
        with Image.open(tmp_path / "out" / "ramp.png") as image:
            assert image.size == (100, 100)
            assert np.array_equal(np.asarray(image), ramp[:, first : first + 100])
    made(edits.with_aspect([file], 16 / 9), tmp_path / "out")
    with Image.open(tmp_path / "out" / "ramp.png") as image:
        assert image.size == (178, 100)


def test_a_stopped_copy_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    make_pictures(folder, 40)
    stop, events = threading.Event(), []
    for event in make_working_copy(Edits(folder=folder), tmp_path / "out", stop):
        events.append(event)
        if event == CopyProgress(2, 43):
            stop.set()
    assert events == [CopyProgress(0, 43), CopyProgress(1, 43), CopyProgress(2, 43)]
    there = contents(tmp_path / "out")
    assert 2 <= len(listed(tmp_path / "out")) < 43
    again = made(Edits(folder=folder), tmp_path / "out")
    assert again[0] == CopyProgress(len(there) - 1, 43)
    assert again[-1] == WorkCopy(tmp_path / "out", 43, 0)
    kept = {path: seen for path, seen in contents(tmp_path / "out").items() if path in there and path.name != "edits.json"}
    assert kept == {path: seen for path, seen in there.items() if path.name != "edits.json"}


def test_only_what_is_wanted_otherwise_is_made_again(folder: Path, tmp_path: Path) -> None:
    out, edits = tmp_path / "out", Edits(folder=folder)
    made(edits, out)
    before = contents(out)
    changed = edits.with_left_out([folder / "000.png"]).with_aspect([folder / "001.png"], 0.75)
    made(changed, out)
    after = contents(out)
    assert {path.name for path in before.keys() - after.keys()} == {"000.png"}
    assert {str(path.relative_to(out)) for path in after if after[path] != before[path]} == {"001.png", "edits.json"}
    Image.new("RGB", (20, 20), "red").save(folder / "002.jpg")
    later = (out / "002.jpg").stat().st_mtime + 5
    os.utime(folder / "002.jpg", (later, later))
    made(changed.with_left_out([folder / "000.png"], left_out=False), out)
    with Image.open(out / "002.jpg") as image:
        assert image.size == (20, 20)
    assert contents(out)[out / "000.png"][0] == before[out / "000.png"][0]


def test_what_cannot_be_read_is_skipped_with_a_reason(folder: Path, tmp_path: Path) -> None:
    (folder / "torn.png").write_bytes((folder / "000.png").read_bytes()[:60])
    events = made(Edits(folder=folder), tmp_path / "out")
    (skipped,) = [event for event in events if isinstance(event, Skipped)]
    assert "torn.png is damaged" in skipped.reason
    assert events[-1] == WorkCopy(tmp_path / "out", 6, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is one")
def test_a_backslash_in_a_name_is_no_folder(folder: Path, tmp_path: Path) -> None:
    Image.new("RGB", (20, 20), "red").save(folder / "a\\b.png")
    made(Edits(folder=folder), tmp_path / "out")
    assert "a\\b.png" in listed(tmp_path / "out")


def test_names_that_would_be_the_same_stay_apart(folder: Path, tmp_path: Path) -> None:
    for name in ("a.gif", "a.gif.png", "a.webp"):
        Image.new("RGB", (20, 20), "red").save(folder / name)
    made(Edits(folder=folder), tmp_path / "out")
    assert {"a.gif.png", "a.gif.png.png", "a.webp.png"} < set(listed(tmp_path / "out"))


def test_places_that_are_none_are_refused_and_stay_as_they_are(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "diary.txt").write_text("words")
    (tmp_path / "file").write_text("words")
    made(Edits(folder=make_pictures(tmp_path / "others", 2)), tmp_path / "theirs")
    before = contents(tmp_path)
    for place, sentence in {
        folder: "among the originals", folder / "out": "among the originals", tmp_path: "among the originals",
        tmp_path / "full": "is not empty", tmp_path / "file": "is a file", tmp_path / "theirs": "is the working copy of",
    }.items():  # fmt: skip
        with pytest.raises(GanStudioError, match=sentence):
            made(Edits(folder=folder), place)
    with pytest.raises(GanStudioError, match="Every picture"):
        made(Edits(folder=folder).with_left_out(folder.rglob("*.*")), tmp_path / "none")
    assert contents(tmp_path) == before


def test_damaged_edits_are_one_sentence(folder: Path, tmp_path: Path) -> None:
    made(Edits(folder=folder), tmp_path / "out")
    whole = json.loads((tmp_path / "out" / "edits.json").read_text())
    for content in ("{", json.dumps(whole | {"pictures": {"a": {"focus": [2, 0]}}}), json.dumps(whole | {"more": 1})):
        (tmp_path / "out" / "edits.json").write_text(content)
        with pytest.raises(GanStudioError, match=r"edits\.json is damaged"):
            made(Edits(folder=folder), tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="made with the means of Unix")
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(folder: Path, tmp_path: Path) -> None:
    import resource

    Image.effect_noise((300, 300), 90).save(folder / "large.png")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(GanStudioError, match=r"could not be finished .*make room on the disk"):
            made(Edits(folder=folder), tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "large.png" not in listed(tmp_path / "out")
    assert not list((tmp_path / "out").glob(".*"))
    assert made(Edits(folder=folder), tmp_path / "out")[-1] == WorkCopy(tmp_path / "out", 7, 0)


def test_edits_do_not_change_and_findings_become_edits(folder: Path) -> None:
    first = Edits(folder=folder)
    second = first.with_focus(folder / "000.png", (0.2, 0.8)).with_aspect([folder / "000.png"], 1.5)
    assert (first.of(folder / "000.png"), second.of(folder / "000.png")) == (Edit(), Edit(aspect=1.5, focus=(0.2, 0.8)))
    found = found_in(folder)
    mended = first.with_fix(found["copies"]).with_fix(found["tiny"])
    assert not any(mended.of(file).kept for file in folder.rglob("*.*"))
    copies = first.with_fix(found["copies"])
    assert sorted(str(file.relative_to(folder)) for file in folder.rglob("*.*") if copies.of(file).kept) == [
        "000.png", "001.png", "002.jpg",
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        second.folder = Path()  # type: ignore[misc]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be no text")
def test_names_that_are_no_text_are_copied(folder: Path, tmp_path: Path) -> None:
    for number in (254, 255):
        Image.new("RGB", (20, 20), (number, 0, 0)).save(folder / "new.png")
        (folder / "new.png").rename(folder / os.fsdecode(bytes([number]) + b".png"))
    events = made(Edits(folder=folder), tmp_path / "out")
    assert events[-1] == WorkCopy(tmp_path / "out", 8, 0)
    assert len(listed(tmp_path / "out")) == 8
