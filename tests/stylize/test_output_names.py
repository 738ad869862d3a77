"""Names of results: whatever is to happen with a file that is there, it never happens to the source itself."""

import os
from pathlib import Path

import pytest

from ganstudio.stylize.output_names import Existing, Naming


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "photo.png").write_bytes(b"the only one")
    return tmp_path / "photo.png"


def test_a_file_that_is_there_is_replaced_when_that_is_wanted(source: Path) -> None:
    made = source.with_name("made.png")
    made.touch()
    assert Naming(existing="overwrite").target(made, source) == made


@pytest.mark.parametrize("existing", ["overwrite", "number", "skip"])
def test_a_source_is_never_the_place_of_its_result(source: Path, existing: Existing) -> None:
    expected = None if existing == "skip" else source.with_name("photo-2.png")
    assert Naming(existing=existing).target(source, source) == expected


def test_a_source_is_known_by_each_of_its_names(source: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "hard.png").hardlink_to(source)
    (tmp_path / "soft.png").symlink_to(source)
    roundabout = tmp_path / "folder" / ".." / "photo.png"
    for name in (tmp_path / "hard.png", tmp_path / "soft.png", roundabout, Path(os.path.relpath(source))):
        place = Naming(existing="overwrite").target(name, source)
        assert place is not None and not place.exists() and place.name == f"{name.stem}-2.png"
