"""What is saved says of which form it is: older forms are read as they were meant, newer ones are called newer and kept."""

import json
import re
import shutil
import sqlite3
import tomllib
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ganstudio import devices, schema
from ganstudio.errors import GanStudioError
from ganstudio.events import Finished, to_json
from ganstudio.explore import labelled
from ganstudio.explore.latents import NOTE as NOTE_KEY
from ganstudio.packs.file import open_pack
from ganstudio.packs.foreign.onnx import Probe, installed_style
from ganstudio.pictures.edits import read_edits, write_edits
from ganstudio.pictures.picture import open_picture, save_picture
from ganstudio.pictures.xmp import with_property
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint, wishes
from ganstudio.runs.favourites import favourites, star
from ganstudio.runs.record import rewind
from ganstudio.runs.run import Run, read_runs
from ganstudio.schema import KINDS, NewerError, decode, encode, migrate
from ganstudio.settings import Home, Settings, change_settings, load_settings, save_settings
from ganstudio.spec import read_spec
from ganstudio.stylize import references
from ganstudio.stylize.batch import Batch
from ganstudio.stylize.look import encode_look, read_look
from ganstudio.stylize.parts import parts_of
from ganstudio.stylize.recipe import look_in, packed, recipe_in
from ganstudio.stylize.result_index import ResultIndex
from ganstudio.stylize.session import read_session, write_session
from ganstudio.train.queued import Training
from tests.packs.test_file import rewrite
from tests.saved import values

FORMS = sorted(path.name for path in values.SAVED.iterdir() if re.fullmatch(r"v[0-9]+", path.name))


@pytest.fixture(params=FORMS)
def saved(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what a version saved; its home is the studio's."""
    folder = tmp_path / "saved"
    shutil.copytree(values.SAVED / request.param, folder)
    monkeypatch.setenv("GANSTUDIO_HOME", str(folder / "home"))
    return folder


def test_every_form_is_read_to_the_same_run(saved: Path) -> None:
    run = Run.open(saved / "run")
    assert run.spec == values.SPEC
    assert tuple(run.events()) == values.EVENTS
    assert (run.state, run.images) == ("stopped", 32)
    assert favourites(run.folder) == values.STARS
    last = checkpoint.latest(run.checkpoints)
    assert last is not None and last.counters == values.CARD.counters
    assert last.tensors["weight"].tolist() == [0, 1, 2, 3]
    assert checkpoint.best(run.checkpoints) == run.checkpoints / "000000032.safetensors"


def test_every_form_of_what_is_asked_is_heard(saved: Path, tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", values.SPEC)
    with run.writing():
        for name, wish in values.COMMANDS.items():
            file = wishes.ask(run, wish)
            file.write_bytes((saved / "commands" / f"{name}.json").read_bytes())
        assert list(wishes.receive(run.folder)) == list(values.COMMANDS.values())


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
    training = Training.open(home.data / "queue" / "second")
    assert (training.place, training.state, training.reason) == (Path("/runs/cats"), "failed", "The disk is full.")
    assert references._known(home) == values.REFERENCES
    for name in ("probe.json", "roads.json"):
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
    assert labelled._note(saved / "sample.png") == values.NOTE | {"version": "0.1.0"}
    (saved / "model.onnx").touch()
    assert installed_style(saved / "model.onnx").probe == Probe(64, 96, "NHWC", "0 to 255", "-1 to 1", 2)
    assert open_pack(saved / "pack.ganstyle").manifest.author == "Ada"
    (saved / "film.parts").rename(saved / ".film.mp4.parts")
    about = {"format": ".mp4", "recipe": values.RECIPE.model_dump(mode="json")}
    with parts_of(saved / "film.mp4", about) as parts:
        state = parts.load("cpu")
    assert state is not None and (state.done, state.segments, state.end) == (48, 1, 1920)
    assert torch.equal(state.taken.statistics[0]["mean"], torch.arange(3.0))


def test_an_old_file_that_is_changed_keeps_its_values_and_gets_the_number(saved: Path) -> None:
    home, run = Home(), Run.open(saved / "run")
    change_settings(home, lambda old: old.with_changes(device="cpu"))
    assert load_settings(home)[0] == values.SETTINGS.with_changes(device="cpu")
    assert tomllib.loads(home.settings_file.read_text(encoding="utf-8"))["schema"] == KINDS["settings"].form
    assert star(run.folder, (64, 1), True) == [*values.STARS, (64, 1)]
    assert json.loads((run.folder / "favourites.json").read_bytes())["schema"] == KINDS["favourites"].form
    assert run.until(5000).spec == values.SPEC.model_copy(update={"images": 5000})


def _set_number(kind: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        said = json.loads(file.read_bytes())
        said = said if isinstance(said, dict) else {"all": said}
        file.write_text(json.dumps(said | {KINDS[kind].key: KINDS[kind].form + 1}), encoding="utf-8")

    return change


def _number_settings(file: Path) -> None:
    file.write_text(f"schema = {KINDS['settings'].form + 1}\n" + file.read_text(encoding="utf-8"), encoding="utf-8")


def _number_events(file: Path) -> None:
    line = {"schema": KINDS["events"].form + 1, "kind": "progress", "seen": [1, 2]}
    file.write_text(file.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")


def _number_recipe(file: Path) -> None:
    newer = packed(values.RECIPE.model_copy(update={"studio": "9.0"}))
    said = json.loads(zlib.decompress(b64decode(newer))) | {"schema": KINDS["recipe"].form + 1, "look": {"graph": []}}
    letters = b64encode(zlib.compress(json.dumps(said).encode())).decode()
    save_picture(replace(open_picture(file), xmp=with_property(None, letters, "algorithmicallyEnhanced")), file)


def _number_pack(file: Path) -> None:
    rewrite(file, lambda _, said: said.update(schema_version=KINDS["style pack"].form + 1))


def _number_note(file: Path) -> None:
    note = PngInfo()
    note.add_itxt(NOTE_KEY, json.dumps(values.NOTE | {"schema": KINDS["note"].form + 1}))
    with Image.open(file) as image:
        image.load()
        image.save(file, pnginfo=note)


def _use_parts(file: Path) -> None:
    target = file.parent.with_name("film.mp4")
    file.parent.rename(target.with_name(".film.mp4.parts"))
    try:
        with parts_of(target, {"format": ".mp4"}):
            pass
    finally:
        target.with_name(".film.mp4.parts").rename(file.parent)


def _use_model(file: Path) -> None:
    file.with_suffix("").touch()
    installed_style(file.with_suffix(""))


def _use_settings(_file: Path) -> None:
    assert load_settings(Home())[0] == Settings()
    save_settings(Home(), values.SETTINGS)


def _rewind(file: Path) -> None:
    rewind(Run.open(file.parent), None)


_NEWER: dict[str, tuple[str, Callable[[Path], None], Callable[[Path], object]]] = {
    "settings": ("home/settings.toml", _number_settings, _use_settings),
    "training": ("run/spec.json", _set_number("training"), read_spec),
    "a training that goes on": ("run/spec.json", _set_number("training"), lambda file: Run.open(file.parent).until(9000)),
    "events": ("run/events.jsonl", _number_events, lambda file: Run.open(file.parent).events()),
    "a state": ("run/events.jsonl", _number_events, lambda file: Run.open(file.parent).state),
    "a rewind": ("run/events.jsonl", _number_events, _rewind),
    "checkpoint": ("run/checkpoints/000000032.json", _set_number("checkpoint"), lambda file: checkpoint.latest(file.parent)),
    "favourites": ("run/favourites.json", _set_number("favourites"), lambda file: star(file.parent, (1, 1), True)),
    "look": ("look.json", _set_number("look"), look_in),
    "recipe": ("recipe.png", _number_recipe, look_in),
    "recipe in a JPEG": ("recipe.jpg", _number_recipe, look_in),
    "session": ("home/session.json", _set_number("session"), read_session),
    "batch": ("home/queue/first/batch.json", _set_number("batch"), lambda file: Batch.open(file.parent)),
    "queued": ("home/queue/second/training.json", _set_number("queued training"), lambda file: Training.open(file.parent)),
    "film": ("film.parts/film.json", _set_number("film"), _use_parts),
    "edits": ("copy/edits.json", _set_number("edits"), lambda file: read_edits(file.parent)),
    "note": ("sample.png", _number_note, labelled._note),
    "pack": ("pack.ganstyle", _number_pack, open_pack),
    "model": ("model.onnx.json", _set_number("model"), _use_model),
}


@pytest.mark.parametrize("case", _NEWER)
def test_a_newer_form_is_called_newer_and_stays_as_it_is(case: str, saved: Path) -> None:
    name, change, use = _NEWER[case]
    file = saved / name
    change(file)
    before = file.read_bytes()
    with pytest.raises(NewerError, match=r"was written by a newer GAN Studio \(form \d+, .* up to \d+\)\. Update") as told:
        use(file)
    assert file.name in str(told.value) or str(saved) in str(told.value), "it tells which file"
    assert "\n" not in str(told.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["references.json", "probe.json", "roads.json"])
def test_what_is_only_remembered_is_passed_over_where_it_is_newer(name: str, saved: Path) -> None:
    home, file = Home(), saved / "home" / name
    _set_number("references")(file)
    before = file.read_bytes()
    picture = saved / "recipe.png"
    references._remember(home, "ab" * 32, picture)
    numbers = iter((1.5, 2.5))
    taken = [devices.remembered(name, "a network", lambda: next(numbers)) for _ in range(2)]
    assert taken == [1.5, 1.5], "it is not measured again and again"
    assert file.read_bytes() == before


def test_a_newer_index_of_results_is_left_alone(saved: Path) -> None:
    file, picture = saved / "home" / "results.sqlite3", saved / "recipe.png"
    with closing(sqlite3.connect(file)) as index, index:
        index.execute("ALTER TABLE results RENAME TO pictures")
        index.execute(f"PRAGMA user_version = {KINDS['results'].form + 1}")
    before = file.read_bytes()
    index_of = ResultIndex(Home(), Catalog())
    index_of.record(picture, "ab" * 32, picture)
    assert index_of.entry(picture) is None
    assert file.read_bytes() == before
    _number_recipe(picture)
    assert index_of.is_result(picture), "a result stays one, whatever its recipe says"
    assert index_of.shows(picture, "ab" * 32, picture) is None


def test_a_newer_run_stands_beside_others(saved: Path, tmp_path: Path) -> None:
    Run.create(saved / "other", values.SPEC)
    _number_events(saved / "run" / "events.jsonl")
    runs, problems = read_runs(saved)
    assert [run.folder.name for run in runs] == ["other"]
    assert len(problems) == 1 and "newer GAN Studio" in problems[0] and "events.jsonl" in problems[0]


def test_what_a_newer_studio_asked_is_refused_in_a_sentence(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", values.SPEC)
    with run.writing():
        file = wishes.ask(run, wishes.StopNow())
        assert "schema" not in json.loads(file.read_bytes()), "a training of before there were numbers hears it"
        file.write_text(json.dumps({"schema": KINDS["command"].form + 1, "kind": "pause"}), encoding="utf-8")
        (heard,) = wishes.receive(run.folder)
    assert isinstance(heard, wishes.NewerCommand) and "newer GAN Studio" in heard.reason


def test_events_of_an_unknown_kind_are_passed_over_and_outlive_a_rewind(saved: Path) -> None:
    run = Run.open(saved / "run")
    unknown = b'{"schema":1,"images":16,"mood":"good","kind":"mood"}\n'
    run.events_file.write_bytes(unknown + run.events_file.read_bytes() + to_json(Finished(64, "done")).encode() + b'\n{"k')
    assert run.events() == [*values.EVENTS, Finished(64, "done")]
    rewind(run, checkpoint.latest(run.checkpoints))
    assert run.events_file.read_bytes().startswith(unknown)
    assert tuple(run.events()) == values.EVENTS
    fork = run.fork(run.checkpoints / "000000032.safetensors", saved / "fork")
    assert fork.events_file.read_bytes().startswith(unknown)


@pytest.mark.parametrize("number", ['"2"', "true", "null", "-1", "1.0", "1e3", "[]", "99999999999999999999"])
def test_what_is_no_number_is_damage(number: str) -> None:
    with pytest.raises(ValueError, match="no number of a form"):
        decode("look", f'{{"schema": {number}, "layers": []}}', "look.json")
    with pytest.raises(GanStudioError, match=r"look\.json is not a look"):
        read_look(f'{{"schema": {number}, "layers": []}}', "look.json")


def test_migrations_are_done_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(said: dict[str, Any]) -> dict[str, Any]:
        return {"layers": said["styles"]}

    kind = schema.Kind("choose anew", form=3, migrations={1: rename, 2: lambda said: said | {"new": True}})
    monkeypatch.setattr(schema, "KINDS", {"look": kind})
    assert migrate("look", {"styles": [1]}, "") == {"layers": [1], "new": True}
    assert migrate("look", {"schema": 2, "layers": [1]}, "") == {"layers": [1], "new": True}
    assert migrate("look", {"schema": 3, "layers": [1]}, "") == {"layers": [1]}
    assert json.loads(encode("look", {"layers": []})) == {"schema": 3, "layers": []}


def test_what_is_written_now_has_its_number_and_comes_back(tmp_path: Path) -> None:
    look = json.loads(encode_look(values.LOOK))
    assert look["schema"] == KINDS["look"].form
    assert read_look(json.dumps(look), "") == values.LOOK
    write_session(tmp_path / "session.json", values.SESSION)
    assert read_session(tmp_path / "session.json") == values.SESSION
    write_edits(values.EDITS, tmp_path)
    assert read_edits(tmp_path) == values.EDITS
    batch = Batch.begin(tmp_path / "batch", values.BATCH)
    assert Batch.open(batch.folder).spec == values.BATCH
    assert json.loads((batch.folder / "batch.json").read_bytes())["schema"] == KINDS["batch"].form
    run = Run.create(tmp_path / "run", values.SPEC)
    run.events_file.write_text("".join(to_json(event) + "\n" for event in values.EVENTS), encoding="utf-8")
    assert tuple(run.events()) == values.EVENTS
    assert all(json.loads(line)["schema"] == KINDS["events"].form for line in run.events_file.read_bytes().splitlines())


def test_the_page_of_saved_files_names_every_kind_and_its_number() -> None:
    page = (values.SAVED.parents[1] / "docs" / "saved-files.md").read_text(encoding="utf-8")
    rows = {cells[1].strip(): cells[3].strip() for line in page.splitlines() if len(cells := line.split("|")) > 5}
    assert {name: int(number) for name, number in rows.items() if number.isdecimal()} == {
        name: kind.form for name, kind in KINDS.items()
    }


def test_files_of_every_earlier_form_are_kept() -> None:
    assert set(FORMS) >= {f"v{form}" for form in range(max(kind.form for kind in KINDS.values()))}
