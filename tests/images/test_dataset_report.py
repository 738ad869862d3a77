"""What is found in folders with known faults, and what is not."""

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms, ImageDraw, ImageEnhance

from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.duplicates import find_near_duplicates, hashes
from ganstudio.images.dataset.report import DatasetReport, ExamineProgress, Finding, examine
from ganstudio.images.image_info import ImageInfo
from ganstudio.testing.synthetic import make_pictures
from tests.images.profiles import grey_profile, ink_profile


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """Three photos in which nothing is wrong."""
    place = tmp_path / "pictures"
    place.mkdir()
    for name in ("astronaut", "chelsea", "coffee"):
        with Image.open(samples / f"{name}.jpg") as photo:
            photo.convert("RGB").resize((240, 200)).save(place / f"{name}.png")
    return place


def examined(folder: Path, size: int = 64) -> DatasetReport:
    *_, last = examine(folder, size, threading.Event())
    assert isinstance(last, DatasetReport)
    return last


def found(folder: Path, size: int = 64) -> dict[str, Finding]:
    return {finding.name: finding for finding in examined(folder, size).findings}


def names(finding: Finding) -> list[str]:
    return [file.name for file in finding.files]


def in_inks(image: Image.Image) -> Image.Image:
    """The image as a printer has it."""
    return image.convert("CMYK")


def test_in_sound_pictures_nothing_is_found_but_that_they_are_few(folder: Path) -> None:
    assert list(found(folder)) == ["few"]
    assert found(folder)["few"].sentence.startswith("Only 3 pictures: ")
    assert not list(found(make_pictures(folder.parent / "many", 120), size=32))


def test_what_cannot_be_read_says_why(folder: Path) -> None:
    whole = (folder / "coffee.png").read_bytes()
    (folder / "torn.png").write_bytes(whole[: len(whole) // 2])
    (folder / "words.jpg").write_text("no picture")
    (folder / "empty.png").touch()
    finding = found(folder)["broken"]
    assert (finding.severity, names(finding)) == ("broken", ["empty.png", "torn.png", "words.jpg"])
    assert finding.surplus == finding.files
    reasons = {each.file.name: each.reason for each in examined(folder).images if each.reason}
    assert "is empty" in reasons["empty.png"] and "damaged" in reasons["torn.png"]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("tiny", lambda image: image.resize((70, 60))),
        ("long", lambda image: image.resize((400, 180))),
        ("mixed", lambda image: image.resize((100, 240))),
        ("ink", in_inks),
        ("grey", lambda image: image.convert("L").convert("RGB")),
    ],
)
def test_a_fault_is_found_in_the_file_that_has_it(
    folder: Path, samples: Path, name: str, make: Callable[[Image.Image], Image.Image]
) -> None:
    with Image.open(samples / "chelsea.jpg") as photo:
        faulty = make(photo.convert("RGB").crop((100, 0, 300, 200)))
    faulty.save(folder / "odd.tif")
    assert names(found(folder)[name]) == ["odd.tif"]


def test_a_picture_is_as_small_as_the_training_is_large(folder: Path) -> None:
    assert "tiny" not in found(folder, 200)
    assert len(found(folder, 201)["tiny"].files) == 3


def test_turned_by_its_exif_a_lying_picture_is_upright(folder: Path, samples: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    with Image.open(samples / "coffee.jpg") as photo:
        photo.crop((0, 0, 300, 200)).save(folder / "turned.jpg", exif=exif.tobytes())
    turned = next(each for each in examined(folder).images if each.file.name == "turned.jpg")
    assert (turned.width, turned.height) == (200, 300)
    assert names(found(folder)["mixed"]) == ["turned.jpg"]


def test_transparency_counts_where_something_shows_through(folder: Path) -> None:
    with Image.open(folder / "coffee.png") as photo:
        photo.convert("RGBA").rotate(30).save(folder / "clear.png")
        photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT).convert("RGBA").save(folder / "opaque.png")
    assert names(found(folder)["clear"]) == ["clear.png"]


def test_a_profile_counts_where_its_colours_differ(folder: Path) -> None:
    """The plain profile of sRGB is none; inks read through a profile are inks."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = srgb.replace(b"rXYZ", b"were").replace(b"bXYZ", b"rXYZ").replace(b"were", b"bXYZ")  # red is blue
    with Image.open(folder / "coffee.png") as photo:
        flipped = photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        flipped.save(folder / "srgb.png", icc_profile=srgb)
        flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(folder / "other.png", icc_profile=other)
        in_inks(flipped).save(folder / "ink.jpg", icc_profile=ink_profile())
        flipped.rotate(20).convert("L").save(folder / "linear.png", icc_profile=grey_profile(1.0))
    assert names(found(folder)["profile"]) == ["linear.png", "other.png"]
    assert names(found(folder)["ink"]) == ["ink.jpg"]


def test_a_film_is_found_and_a_still_gif_is_not(folder: Path) -> None:
    with Image.open(folder / "coffee.png") as photo:
        frames = [photo.rotate(angle) for angle in (40, 80, 120)]
    for suffix in ("gif", "webp"):
        frames[0].save(folder / f"film.{suffix}", save_all=True, append_images=frames[1:])
    frames[2].save(folder / "still.gif")
    assert names(found(folder)["animated"]) == ["film.gif", "film.webp"]


def test_copies_are_known_by_their_content(folder: Path) -> None:
    (folder / "again").mkdir()
    (folder / "again" / "other name.png").write_bytes((folder / "coffee.png").read_bytes())
    finding = found(folder)["copies"]
    assert [names(finding), [file.name for file in finding.surplus]] == [["other name.png", "coffee.png"], ["coffee.png"]]
    assert "alike" not in found(folder)


def test_the_same_photo_saved_otherwise_is_alike_and_the_largest_is_kept(folder: Path) -> None:
    with Image.open(folder / "chelsea.png") as photo:
        photo.resize((120, 100)).save(folder / "a small one.jpg", quality=40)
        ImageEnhance.Brightness(photo).enhance(1.06).resize((480, 400)).save(folder / "larger.png")
    finding = found(folder)["alike"]
    assert [file.name for file in finding.groups[0]] == ["larger.png", "chelsea.png", "a small one.jpg"]
    assert {file.name for file in finding.surplus} == {"chelsea.png", "a small one.jpg"}


def test_plain_pictures_are_not_alike_but_by_their_looks(tmp_path: Path) -> None:
    """Discs of other colours or sizes, another stroke on the same ground, the same plain colour in another shape."""
    for number, (colour, radius) in enumerate((("red", 40), ("blue", 40), ("red", 25), ("orange", 40))):
        disc = Image.new("RGB", (100, 100), "white")
        ImageDraw.Draw(disc).ellipse((50 - radius, 50 - radius, 50 + radius, 50 + radius), fill=colour)
        disc.save(tmp_path / f"{number}.png")
        if colour == "orange":
            ImageDraw.Draw(disc).rectangle((30, 60, 70, 68), fill="black")
            disc.save(tmp_path / "mouth.png")
    for width in (100, 150):
        Image.new("RGB", (width, 100), "teal").save(tmp_path / f"plain {width}.png")
    assert "alike" not in found(tmp_path)
    Image.new("RGB", (200, 200), "teal").save(tmp_path / "plain again.png")
    assert names(found(tmp_path)["alike"]) == ["plain again.png", "plain 100.png"]


def test_two_hundred_pictures_with_the_same_hash_are_told_apart_by_their_colours() -> None:
    colours = np.random.default_rng(1).permutation(6**3)[:, None] // [1, 6, 36] % 6 * 40
    small = np.full((len(colours), 32, 32, 3), 255, np.uint8)
    small[:, 8:24, 8:24] = colours[:, None, None]
    facts = [ImageInfo(Path(str(number)), width=9, height=9, small=each) for number, each in enumerate(small)]
    dark = small[colours.max(1) < 200]
    assert len(dark) > 100 and len(np.unique(hashes(dark), axis=0)) == 1
    assert list(find_near_duplicates([*facts, replace(facts[5], file=Path("again"), width=10, height=10)])) == [
        (Path("again"), Path("5"))
    ]


def test_it_says_how_far_it_is_and_stops_when_told(folder: Path) -> None:
    stop = threading.Event()
    events = list(examine(folder, 64, stop))
    assert events[:-1] == [ExamineProgress(1, 3), ExamineProgress(2, 3), ExamineProgress(3, 3)]
    assert isinstance(events[-1], DatasetReport) and events[-1].files == tuple(sorted(folder.iterdir()))
    looking = examine(folder, 64, stop)
    next(looking)
    stop.set()
    assert not list(looking)


def test_a_folder_without_pictures_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="There are no pictures in"):
        examined(tmp_path)


def test_hashes_of_pictures_that_are_alike_differ_in_at_most_six_bits() -> None:
    """Calm pictures, which look the same, so that their hashes alone decide."""
    chance = np.random.default_rng(3)
    waves = np.cumsum(np.cumsum(chance.normal(size=(60, 32, 32, 1)), 1), 2)
    waves = 3 * waves / np.abs(waves).max((1, 2), keepdims=True) * np.ones(3)
    seen = {True: set[int](), False: set[int]()}
    for one, other in pairwise(waves):
        for share in (0.05, 0.1, 0.2, 0.3, 0.5, 1.0):
            small = np.rint(128 + np.stack([4 * one, 4 * one + share * other])).astype(np.uint8)
            apart = int((hashes(small)[0] != hashes(small)[1]).sum())
            facts = [ImageInfo(Path(str(number)), width=9, height=9, small=each) for number, each in enumerate(small)]
            seen[bool(list(find_near_duplicates(facts)))].add(apart)
    assert max(seen[True]) == 6 and min(seen[False]) == 7
