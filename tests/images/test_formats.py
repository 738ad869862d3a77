"""The one table of formats: what it says is what is done."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.core.errors import GanStudioError
from ganstudio.images.dataset.scan import scan
from ganstudio.images.formats import (
    FORMATS,
    HEAD,
    film_suffixes,
    format_of_head,
    format_of_suffix,
    markdown_table,
    picture_suffixes,
    saved_suffixes,
)
from ganstudio.images.open import open_picture
from ganstudio.images.picture import Picture
from ganstudio.images.save import save_picture
from ganstudio.video.decode import is_film
from ganstudio.video.encode import CODINGS

ROOT = Path(__file__).parents[2]


def test_no_suffix_stands_twice_and_all_begin_with_a_dot() -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)
    assert format_of_suffix(".JPEG") is format_of_suffix(".jpg")


def test_the_documentation_has_the_table() -> None:
    assert markdown_table() in (ROOT / "docs" / "formats.md").read_text("utf-8")


def test_a_film_can_be_written_where_the_table_says_so() -> None:
    written = {suffix for row in FORMATS if row.kind == "film" and row.writer for suffix in row.suffixes[:1]}
    moving = {suffix for row in FORMATS if row.may_move for suffix in row.suffixes} - {".avifs"}
    assert written | moving == set(CODINGS)


@pytest.mark.parametrize("suffix", saved_suffixes())
def test_what_is_saved_bears_the_signature_of_its_row(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"one{suffix}"
    save_picture(Picture(np.full((16, 16, 3), 90, np.uint8)), path)
    assert format_of_head(path.read_bytes()[:HEAD]) is format_of_suffix(suffix)


def test_a_scan_takes_every_suffix_of_a_picture_and_none_of_a_film(tmp_path: Path) -> None:
    for suffix in (*picture_suffixes(), *film_suffixes(), ".txt"):
        (tmp_path / f"one{suffix}").write_bytes(b"anything")
    assert {path.suffix for path in scan(tmp_path).files} == set(picture_suffixes())


def test_an_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganstudio.images.formats.find_spec", lambda _: None)
    heads = ("one.exr", b"\x76\x2f\x31\x01", r"OpenEXR.*\[exr\]"), ("one.dng", b"II*\0", r"raw.*\[raw\]")
    for name, head, sentence in heads:
        (tmp_path / name).write_bytes(head + bytes(40))
        with pytest.raises(GanStudioError, match=sentence):
            open_picture(tmp_path / name)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_picture_is_a_film_where_it_moves_whatever_its_name_says(tmp_path: Path, kind: str) -> None:
    frames = [Image.fromarray(np.full((16, 16, 3), level, np.uint8)) for level in (0, 120, 240)]
    still, moving = io.BytesIO(), io.BytesIO()
    frames[0].save(still, kind)
    frames[0].save(moving, kind, save_all=True, append_images=frames[1:], duration=100)
    (tmp_path / "still.png").write_bytes(still.getvalue())
    (tmp_path / "moving.png").write_bytes(moving.getvalue())
    assert not is_film(tmp_path / "still.png") and is_film(tmp_path / "moving.png")
