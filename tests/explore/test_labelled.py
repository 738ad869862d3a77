"""Labelled sets: folders by kind and their table."""

import csv
import threading
from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Finished, Saved, TileDone
from ganstudio.explore.labelled_set import make_labelled_set
from ganstudio.explore.trained_networks import load_generator
from ganstudio.images.open import open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run


def make(run: Run, catalog: Catalog, out: Path, count: int = 3, seed: int = 0) -> list[Event]:
    return list(make_labelled_set(run, catalog, out=out, count=count, seed=seed, device="cpu", stop=threading.Event()))


def table(out: Path) -> list[dict[str, str]]:
    with (out / "labels.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def contents(out: Path) -> dict[str, bytes]:
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*.*"))}


def test_folders_by_kind_and_a_table(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    out = tmp_path / "set"
    events = make(kinds, tiny_catalog, out)
    assert events[-2:] == [Saved(64, str(out / "labels.csv")), Finished(64, "done")]
    assert [event for event in events if isinstance(event, TileDone)][-1] == TileDone(6, 6)
    rows = table(out)
    assert {row["file"] for row in rows} == set(contents(out)) - {"labels.csv"}
    assert rows[4] == {
        "file": "dogs 犬/0-00001.png", "label": "dogs 犬", "seed": "0", "number": "1", "run": "kinds", "images": "64",
    }  # fmt: skip
    pixels = open_picture(out / rows[4]["file"]).pixels
    assert np.array_equal(pixels, load_generator(kinds, tiny_catalog, "cpu").picture(0, 1, "dogs 犬"))


def test_one_folder_where_there_are_no_kinds(run: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    make(run, tiny_catalog, tmp_path / "set", 2)
    assert list(contents(tmp_path / "set")) == ["labels.csv", "pictures/0-00000.png", "pictures/0-00001.png"]


def test_it_goes_on_where_it_was_interrupted(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    whole, out, stop = tmp_path / "whole", tmp_path / "set", threading.Event()
    make(kinds, tiny_catalog, whole)
    for event in make_labelled_set(kinds, tiny_catalog, out=out, count=3, device="cpu", stop=stop):
        if event == TileDone(4, 6):
            stop.set()
    assert event == Finished(64, "stopped")
    early = {name: (out / name).stat().st_mtime_ns for name in contents(out)}
    assert len(early) == 4 and "labels.csv" not in early
    make(kinds, tiny_catalog, out)
    assert contents(out) == contents(whole)
    assert {name: (out / name).stat().st_mtime_ns for name in early} == early


def test_another_seed_adds_to_the_set(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    make(kinds, tiny_catalog, tmp_path, 2)
    make(kinds, tiny_catalog, tmp_path, 3, seed=9)
    assert [row["seed"] for row in table(tmp_path)] == ["0"] * 4 + ["9"] * 6
    assert all((tmp_path / row["file"]).is_file() for row in table(tmp_path))


def test_what_is_in_the_way_is_named_and_kept(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "dogs 犬").mkdir()
    mine = tmp_path / "dogs 犬" / "0-00000.png"
    mine.write_bytes(b"the artist's own")
    with pytest.raises(GanStudioError, match=r"0-00000\.png is in the way"):
        make(kinds, tiny_catalog, tmp_path)
    assert mine.read_bytes() == b"the artist's own"
    with pytest.raises(GanStudioError, match="is a file; name a folder"):
        make(kinds, tiny_catalog, mine)
    (tmp_path / "labels.csv").write_text("my,own\n1,2\n")
    with pytest.raises(GanStudioError, match=r"labels\.csv is in the way"):
        make(kinds, tiny_catalog, tmp_path)


def test_a_label_that_leads_elsewhere_is_refused(kinds: Run, tiny_catalog: Catalog, tmp_path: Path) -> None:
    kinds._write(kinds.spec.model_copy(update={"labels": ("cats", "..")}))
    with pytest.raises(GanStudioError, match=r"“\.\.” cannot be the name of a folder"):
        make(Run.open(kinds.folder), tiny_catalog, tmp_path / "set")
    assert not list(tmp_path.glob("*.png"))
