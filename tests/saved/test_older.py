"""Files of every earlier form are read to the same values."""

import json
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import torch

from ganstudio.core import devices
from ganstudio.core.schema import KINDS
from ganstudio.core.settings import Home, change_settings, load_settings
from ganstudio.explore import labelled_set
from ganstudio.images.dataset.edits import read_edits
from ganstudio.images.open import open_picture
from ganstudio.packs.file import open_pack
from ganstudio.packs.foreign.onnx_layout import Probe
from ganstudio.packs.foreign.onnx_style import open_installed_model
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint, commands
from ganstudio.runs.favourites import read_favourites, set_favourite
from ganstudio.runs.run import Run
from ganstudio.stylize import references
from ganstudio.stylize.batch import Batch
from ganstudio.stylize.look import read_look
from ganstudio.stylize.recipe import look_in, recipe_in
from ganstudio.stylize.result_index import ResultIndex
from ganstudio.stylize.segment_store import open_segment_store
from ganstudio.stylize.session import read_session
from ganstudio.train.queued_run import QueuedTraining
from tests.saved import values


def test_every_form_is_read_to_the_same_run(saved: Path) -> None:
    run = Run.open(saved / "run")
    assert run.spec == values.SPEC
    assert tuple(run.events()) == values.EVENTS
    assert (run.state, run.images) == ("stopped", 32)
    assert read_favourites(run.folder) == values.STARS
    last = checkpoint.load_latest(run.checkpoints)
    assert last is not None and last.counters == values.CARD.counters
    assert last.tensors["weight"].tolist() == [0, 1, 2, 3]
    assert checkpoint.find_best(run.checkpoints) == run.checkpoints / "000000032.safetensors"


def test_every_form_of_what_is_asked_is_heard(saved: Path, tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", values.SPEC)
    with run.lock():
        for name, wish in values.COMMANDS.items():
            file = commands.send_command(run, wish)
            file.write_bytes((saved / "commands" / f"{name}.json").read_bytes())
        assert list(commands.receive_commands(run.folder)) == list(values.COMMANDS.values())


def test_every_form_of_looks_comes_back(saved: Path) -> None:
    assert read_look((saved / "look.json").read_bytes(), "look.json") == values.LOOK
    for name in ("recipe.png", "recipe.jpg"):
        assert look_in(saved / name) == recipe_in(open_picture(saved / name)) == values.RECIPE
    assert read_session(saved / "home" / "session.json") == values.SESSION


def test_every_form_of_a_home_is_read(saved: Path) -> None:
    home = Home()
    assert load_settings(home) == (values.SETTINGS, None)
    batch = Batch.open(home.data / "queue" / "first")
    assert (batch.spec, batch.items) == (values.BATCH, values.ITEMS)
    training = QueuedTraining.open(home.data / "queue" / "second")
    assert (training.place, training.state, training.reason) == (Path("/runs/cats"), "failed", "The disk is full.")
    assert references._read_known(home) == values.REFERENCES
    for name in ("probe.json", "backends.json"):
        assert devices._read(home.data / name) == values.MEASURED
    result = saved / "result.png"
    result.write_bytes(b"a result")
    row = (str(result).encode(), result.stat().st_size, result.stat().st_mtime_ns)
    with closing(sqlite3.connect(home.data / "results.sqlite3")) as index, index:
        index.execute("UPDATE results SET path = ?, size = ?, changed = ?", row)
    entry = ResultIndex(home, Catalog()).entry(result)
    assert entry is not None and (entry.key, entry.source) == ("12" * 32, Path("/pictures/a.png"))


def test_every_form_of_the_rest_is_read(saved: Path) -> None:
    assert read_edits(saved / "copy") == values.EDITS
    assert labelled_set._read_note(saved / "sample.png") == values.NOTE | {"version": "0.1.0"}
    (saved / "model.onnx").touch()
    assert open_installed_model(saved / "model.onnx").probe == Probe(64, 96, "NHWC", "0 to 255", "-1 to 1", 2)
    assert open_pack(saved / "pack.ganstyle").manifest.author == "Ada"
    (saved / "film.parts").rename(saved / ".film.mp4.parts")
    about = {"format": ".mp4", "recipe": values.RECIPE.model_dump(mode="json")}
    with open_segment_store(saved / "film.mp4", about) as parts:
        state = parts.load("cpu")
    assert state is not None and (state.done, state.segments, state.end) == (48, 1, 1920)
    assert torch.equal(state.statistics.statistics[0]["mean"], torch.arange(3.0))


def test_an_old_file_that_is_changed_keeps_its_values_and_gets_the_number(saved: Path) -> None:
    home, run = Home(), Run.open(saved / "run")
    change_settings(home, lambda old: old.with_changes(device="cpu"))
    assert load_settings(home)[0] == values.SETTINGS.with_changes(device="cpu")
    assert tomllib.loads(home.settings_file.read_text(encoding="utf-8"))["schema"] == KINDS["settings"].form
    assert set_favourite(run.folder, (64, 1), True) == [*values.STARS, (64, 1)]
    assert json.loads((run.folder / "favourites.json").read_bytes())["schema"] == KINDS["favourites"].form
    assert run.extend_to(5000).spec == values.SPEC.model_copy(update={"images": 5000})
