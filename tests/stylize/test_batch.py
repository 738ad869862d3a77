"""Many pictures in one look: names, records, crashes."""

import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from torch import Tensor

from ganstudio.api.style import Statistics, Tile
from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.batch import Batch, BatchSpec, Item, run
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.output_names import LONGEST, Existing, Naming, numbered_names
from ganstudio.stylize.recipe import look_in
from ganstudio.stylize.segment_store import segment_folder
from tests.stylize.styles import CATALOG, Negative, Plain

_LOOK = Look(layers=(Layer(style="negative"),))


def pictures(folder: Path, count: int, broken: tuple[int, ...] = ()) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        path = folder / f"{number:03d}.png"
        noise = np.random.default_rng(number).integers(0, 256, (24, 32, 3), np.uint8)
        Image.fromarray(noise).save(path)
        if number in broken:
            path.write_bytes(path.read_bytes()[: 40 + number])
        made.append(path)
    return tuple(made)


def work(batch: Batch, stop: threading.Event | None = None) -> list[str]:
    list(run(batch, CATALOG, device="cpu", home=Home(), stop=stop or threading.Event()))
    return [item.state for item in batch.items]


def spec_of(tmp_path: Path, sources: tuple[Path, ...], existing: Existing = "number") -> BatchSpec:
    return BatchSpec(look=_LOOK, sources=sources, folder=tmp_path / "out", naming=Naming(existing=existing))


def test_each_picture_is_made_and_each_failure_is_told_with_its_file(tmp_path: Path) -> None:
    sources = (*pictures(tmp_path / "in", 4, broken=(2,)), tmp_path / "in" / "gone.png")
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    assert work(batch) == ["done", "done", "failed", "done", "failed"]
    assert "002.png" in batch.items[2].reason and "gone.png" in batch.items[4].reason
    with Image.open(batch.items[3].target) as made, Image.open(sources[3]) as source:
        assert np.array_equal(np.asarray(made), 255 - np.asarray(source))
    assert look_in(Path(batch.items[0].target)).look == _LOOK


def test_what_failed_is_tried_again_alone(tmp_path: Path) -> None:
    sources = pictures(tmp_path / "in", 3, broken=(1,))
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    work(batch)
    first = Path(batch.items[0].target).stat().st_mtime_ns
    Image.new("RGB", (5, 5)).save(sources[1])
    again = Batch.open(tmp_path / "batch")
    again.retry()
    assert again.left == 1
    assert work(again) == ["done", "done", "done"]
    assert Path(again.items[0].target).stat().st_mtime_ns == first


def test_pictures_of_one_name_and_names_that_are_taken_get_numbers(tmp_path: Path) -> None:
    sources = (*pictures(tmp_path / "a", 1), *pictures(tmp_path / "b", 1))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "000-negative.png").write_bytes(b"mine")
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    work(batch)
    assert [Path(item.target).name for item in batch.items] == ["000-negative-2.png", "000-negative-3.png"]
    assert (tmp_path / "out" / "000-negative.png").read_bytes() == b"mine"


def test_skip_leaves_what_is_there_and_overwrite_never_the_source(tmp_path: Path) -> None:
    sources = pictures(tmp_path / "out", 1)
    plain = sources[0].read_bytes()
    for existing, name, state in (("skip", "000.png", "skipped"), ("overwrite", "000-2.png", "done")):
        naming = Naming(template="{name}", existing=existing)  # type: ignore[arg-type]
        spec = BatchSpec(look=_LOOK, sources=sources, folder=tmp_path / "out", naming=naming)
        batch = Batch.begin(tmp_path / existing, spec)
        assert work(batch) == [state] and Path(batch.items[0].target).name == name
        assert sources[0].read_bytes() == plain


def test_overwrite_replaces_an_older_result(tmp_path: Path) -> None:
    sources = pictures(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "000-negative.png").write_bytes(b"old")
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources, "overwrite"))
    assert work(batch) == ["done"] and [each.name for each in (tmp_path / "out").iterdir()] == ["000-negative.png"]
    with Image.open(tmp_path / "out" / "000-negative.png") as made:
        assert made.size == (32, 24)


@pytest.mark.parametrize("template", ["", "{nme}", "{name", "a/b", "{name!r:>3}", "..."])
def test_a_template_without_use_is_refused_in_a_sentence(template: str) -> None:
    with pytest.raises(GanStudioError, match="name"):
        Naming(template)


def test_a_template_is_filled() -> None:
    naming = Naming("{number} {name} {style}", suffix=".webp")
    assert naming.name(Path("a/Sea 海.JPG"), "oil", 7, {".webp"}) == "0007 Sea 海 oil.webp"
    assert Naming().name(Path("a.gif"), "oil", 1, {".png", ".jpg"}) == "a-oil.png"


def test_the_line_that_a_crash_cut_off_costs_no_other(tmp_path: Path) -> None:
    sources = pictures(tmp_path / "in", 3)
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    batch.record(0, Item("done", "x.png"))
    with (tmp_path / "batch" / "record.jsonl").open("ab") as file:
        file.write(b'\n{"number": 1, "sta')
    again = Batch.open(tmp_path / "batch")
    again.record(2, Item("failed", "", "why"))
    assert [item.state for item in Batch.open(tmp_path / "batch").items] == ["done", "waiting", "failed"]


def test_stopped_and_gone_on_it_makes_none_twice(tmp_path: Path) -> None:
    sources, stop = pictures(tmp_path / "in", 5), threading.Event()
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    for event in run(batch, CATALOG, device="cpu", home=Home(), stop=stop):
        if getattr(event, "number", None) == 2:
            stop.set()
    assert batch.left == 3
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert work(Batch.open(tmp_path / "batch")) == ["done"] * 5
    assert (
        all(path.stat().st_mtime_ns == time for path, time in made.items()) and len(list((tmp_path / "out").iterdir())) == 5
    )


_KILLED = """
import sys, threading
from pathlib import Path
from ganstudio.core.settings import Home
from ganstudio.stylize.batch import Batch, run
from tests.stylize.styles import CATALOG
for event in run(Batch.open(Path(sys.argv[1])), CATALOG, device="cpu", home=Home(), stop=threading.Event()):
    print("event", flush=True)
    sys.stdin.readline()
"""


def kill_after(events: int, batch: Path) -> None:
    """Work on a batch in another process, which is killed somewhere between one event and the next but one."""
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(batch)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdout is not None and child.stdin is not None
    for _ in range(events):
        assert child.stdout.readline() == "event\n"
        child.stdin.write("\n")
    child.kill()
    child.communicate()


@pytest.mark.proof
def test_two_hundred_pictures_fifteen_of_them_damaged_and_kills_in_the_middle(tmp_path: Path) -> None:
    """Nothing is lost, nothing done twice: each result is written once, each failure told, the sources are as they were."""
    broken = tuple(range(3, 200, 13))[:15]
    sources = pictures(tmp_path / "in", 200, broken)
    before = [path.read_bytes() for path in sources]
    Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources))
    for events in (20, 90, 31):
        kill_after(events, tmp_path / "batch")
    middle = Batch.open(tmp_path / "batch")
    assert 60 < middle.left < 190
    made = {path: path.stat().st_ino for path in (tmp_path / "out").glob("*.png")}
    assert work(middle) == ["failed" if number in broken else "done" for number in range(200)]
    assert [path.read_bytes() for path in sources] == before
    results = sorted((tmp_path / "out").glob("*.png"))
    assert [path.name for path in results] == [f"{n:03d}-negative.png" for n in range(200) if n not in broken]
    assert all(path.stat().st_ino == inode for path, inode in made.items())
    lines = [json.loads(line) for line in (tmp_path / "batch" / "record.jsonl").read_bytes().splitlines() if line.strip()]
    done = [line["number"] for line in lines if line["state"] == "done"]
    assert len(done) == len(set(done)) == 185


def test_two_cannot_work_on_one_batch(tmp_path: Path) -> None:
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, pictures(tmp_path / "in", 2)))
    first = run(batch, CATALOG, device="cpu", home=Home(), stop=threading.Event())
    next(first)
    with pytest.raises(GanStudioError, match="already being written"):
        work(Batch.open(tmp_path / "batch"))
    assert all(each for each in first)


def test_a_batch_that_is_made_again_makes_no_doubles(tmp_path: Path) -> None:
    """Pictures of one name from two folders are each left out where they are there, also those that were given numbers."""
    sources = (*pictures(tmp_path / "a", 2), *pictures(tmp_path / "b", 2), *pictures(tmp_path / "in", 3)[2:])
    for number in range(3):
        batch = Batch.begin(tmp_path / f"batch {number}", spec_of(tmp_path, sources, "skip"))
        assert work(batch) == ["skipped" if number else "done"] * 5
        assert len(list((tmp_path / "out").iterdir())) == 5
    (Home().data / "results.sqlite3").write_bytes(b"no index" * 1000)  # then the recipes tell it
    batch = Batch.begin(tmp_path / "batch without", spec_of(tmp_path, sources[::-1], "skip"))
    assert work(batch) == ["skipped"] * 5
    (tmp_path / "out" / "000-negative.png").unlink()
    batch = Batch.begin(tmp_path / "batch of one", spec_of(tmp_path, sources, "skip"))
    assert work(batch) == ["done", *["skipped"] * 4]
    assert len(list((tmp_path / "out").iterdir())) == 5


def test_another_look_under_the_same_name_is_made_though_others_are_left_out(tmp_path: Path) -> None:
    sources = pictures(tmp_path / "in", 1)
    looks = [Look(layers=(Layer(style="screen", options=options),)) for options in ({}, {"width": 30}, {"width": 20})]
    states = []
    for number, look in enumerate(looks):
        spec = spec_of(tmp_path, sources, "skip").model_copy(update={"look": look})
        states += work(Batch.begin(tmp_path / f"batch {number}", spec))
    assert states == ["done", "done", "skipped"], "what is as usual need not be said"


@pytest.mark.parametrize(
    "error", [KeyError("brush"), RecursionError("deep"), AssertionError(), MemoryError(), OSError(5, "Bad")]
)
def test_any_failure_costs_one_picture(tmp_path: Path, error: Exception) -> None:
    class Clumsy(Negative):
        id = "clumsy"

        def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
            if float(tile.pixels.mean()) > 0.9:
                raise error
            return super().apply(tile, options, statistics)

    sources = pictures(tmp_path / "in", 3)
    Image.new("RGB", (32, 24), "white").save(sources[1])
    look = Look(layers=(Layer(style="clumsy"),))
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, sources).model_copy(update={"look": look}))
    list(run(batch, Catalog(styles={"clumsy": Clumsy()}), device="cpu", home=Home(), stop=threading.Event()))
    assert [item.state for item in batch.items] == ["done", "failed", "done"]
    told = Batch.open(batch.folder).items[1]
    expected = isinstance(error, MemoryError | OSError)
    assert "\n" not in told.reason and told.reason.endswith(".") and ("Traceback" in told.report) is not expected
    assert expected or type(error).__name__ in told.reason


def test_a_full_disk_ends_the_batch_where_it_is(tmp_path: Path) -> None:
    class Full(Negative):
        id = "full"

        def apply(self, tile: Tile, options: Plain, statistics: Statistics) -> Tensor:
            try:
                raise OSError(errno.ENOSPC, "No space left on device")
            except OSError as error:
                raise RuntimeError("an encoder that says no more") from error

    look = Look(layers=(Layer(style="full"),))
    spec = spec_of(tmp_path, pictures(tmp_path / "in", 3)).model_copy(update={"look": look})
    batch = Batch.begin(tmp_path / "batch", spec)
    with pytest.raises(GanStudioError, match="disk is full"):
        list(run(batch, Catalog(styles={"full": Full()}), device="cpu", home=Home(), stop=threading.Event()))
    assert batch.left == 3 and batch.failures == []


def test_a_source_is_never_replaced_whatever_its_path_is_called(tmp_path: Path) -> None:
    (source,) = pictures(tmp_path / "in", 1)
    linked, hard = tmp_path / "linked.png", tmp_path / "hard.png"
    linked.symlink_to(source)
    hard.hardlink_to(source)
    naming = Naming(existing="overwrite")
    roundabout = tmp_path / "in" / ".." / "in" / source.name
    for wanted in (source, linked, hard, roundabout):
        place = naming.target(wanted, source)
        assert place == wanted.with_name(f"{wanted.stem}-2.png")
    other = tmp_path / "other.png"
    other.write_bytes(b"an older result")
    assert naming.target(other, source) == other


def test_names_that_are_too_long_are_cut_by_bytes(tmp_path: Path) -> None:
    for stem in ("x" * 255, "海" * 85, "x" * 200 + "🌊" * 13):
        name = Naming("{number} {name} {style}").name(Path(f"{stem}.jpg"), "oil-pencil", 7, {".jpg"})
        assert len(name.encode()) <= LONGEST and name.startswith("0007 ") and name.endswith(" oil-pencil.jpg")
        assert stem.startswith(name[5:-15])
        places = numbered_names(tmp_path / name)
        assert [next(places).name[-6:] for _ in range(2)] == ["-2.jpg", "-3.jpg"]
    style = "-".join(["watercolour"] * 32)
    name = Naming().name(Path("sea.jpg"), style, 1, {".jpg"})
    assert name.startswith("sea-watercolour-") and len(name.encode()) <= LONGEST
    assert Naming().name(Path("sea.jpg"), "oil", 1, {".jpg"}) == "sea-oil.jpg"
    one, other = (segment_folder(tmp_path / f"{'x' * 249}{end}.mp4") for end in "ab")
    assert one != other and max(len(one.name), len(other.name)) <= 255


def test_options_that_are_text_and_names_that_are_none_survive_the_queue(tmp_path: Path) -> None:
    """As an older version wrote a batch, or one whose files have names of any bytes."""
    (source,) = pictures(tmp_path / "in", 1)
    odd = source.rename(Path(os.fsdecode(os.fsencode(source.parent) + b"/\xff.png"))) if sys.platform == "linux" else source
    look = Look(layers=(Layer(style="screen", options={"width": "30"}),))
    batch = Batch.begin(tmp_path / "batch", spec_of(tmp_path, (odd,)).model_copy(update={"look": look}))
    again = Batch.open(batch.folder)
    assert again.spec == batch.spec and work(again) == ["done"]
    assert Batch.open(batch.folder).items == again.items
    assert look_in(Path(again.items[0].target)).look.layers[0].options == {"width": 30.0}


def test_what_was_changed_or_lost_of_a_picture_is_told_with_its_result(tmp_path: Path) -> None:
    source = tmp_path / "a.tif"
    Image.new("CMYK", (20, 20), (10, 20, 30, 40)).save(source)
    spec = spec_of(tmp_path, (source,)).model_copy(update={"naming": Naming(suffix=".jpg")})
    batch = Batch.begin(tmp_path / "batch", spec)
    assert work(batch) == ["done"] and "CMYK" in Batch.open(batch.folder).items[0].told
