"""A newer form of any kind of file is called newer in a sentence, and stays as it is."""

import json
import sqlite3
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ganstudio.core import devices
from ganstudio.core.events import Finished, to_json
from ganstudio.core.schema import KINDS, NewerError
from ganstudio.core.settings import Home, Settings, load_settings, save_settings
from ganstudio.explore import labelled_set
from ganstudio.explore.latents import NOTE as NOTE_KEY
from ganstudio.images.dataset.edits import read_edits
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from ganstudio.images.xmp import with_property
from ganstudio.packs.file import open_pack
from ganstudio.packs.foreign.onnx_style import open_installed_model
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint, commands
from ganstudio.runs.event_log import rewind
from ganstudio.runs.favourites import set_favourite
from ganstudio.runs.run import Run, read_runs
from ganstudio.runs.run_spec import read_spec
from ganstudio.stylize import references
from ganstudio.stylize.batch import Batch
from ganstudio.stylize.recipe import look_in, pack_recipe
from ganstudio.stylize.result_index import ResultIndex
from ganstudio.stylize.segment_store import open_segment_store
from ganstudio.stylize.session import read_session
from ganstudio.train.queued_run import QueuedTraining
from tests.packs.test_file import rewrite
from tests.saved import values


def _set_number(kind: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        said = json.loads(file.read_bytes())
        said = said if isinstance(said, dict) else {"all": said}
        file.write_text(json.dumps(said | {KINDS[kind].key: KINDS[kind].form + 1}), encoding="utf-8")

    return change


def _number_settings(file: Path) -> None:
    rest = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if not line.startswith("schema"))
    file.write_text(f"schema = {KINDS['settings'].form + 1}\n{rest}", encoding="utf-8")


def _number_events(file: Path) -> None:
    line = {"schema": KINDS["events"].form + 1, "kind": "progress", "seen": [1, 2]}
    file.write_text(file.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")


def _number_recipe(file: Path) -> None:
    newer = pack_recipe(values.RECIPE.model_copy(update={"studio": "9.0"}))
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
        with open_segment_store(target, {"format": ".mp4"}):
            pass
    finally:
        target.with_name(".film.mp4.parts").rename(file.parent)


def _use_model(file: Path) -> None:
    file.with_suffix("").touch()
    open_installed_model(file.with_suffix(""))


def _use_settings(_file: Path) -> None:
    assert load_settings(Home())[0] == Settings()
    save_settings(Home(), values.SETTINGS)


def _rewind(file: Path) -> None:
    rewind(Run.open(file.parent), None)


_NEWER: dict[str, tuple[str, Callable[[Path], None], Callable[[Path], object]]] = {
    "settings": ("home/settings.toml", _number_settings, _use_settings),
    "training": ("run/spec.json", _set_number("training"), read_spec),
    "longer training": (
        "run/spec.json",
        _set_number("training"),
        lambda file: Run.open(file.parent).extend_to(9000),
    ),
    "events": ("run/events.jsonl", _number_events, lambda file: Run.open(file.parent).events()),
    "a state": ("run/events.jsonl", _number_events, lambda file: Run.open(file.parent).state),
    "a rewind": ("run/events.jsonl", _number_events, _rewind),
    "checkpoint": (
        "run/checkpoints/000000032.json",
        _set_number("checkpoint"),
        lambda file: checkpoint.load_latest(file.parent),
    ),
    "favourites": ("run/favourites.json", _set_number("favourites"), lambda file: set_favourite(file.parent, (1, 1), True)),
    "look": ("look.json", _set_number("look"), look_in),
    "recipe": ("recipe.png", _number_recipe, look_in),
    "recipe in a JPEG": ("recipe.jpg", _number_recipe, look_in),
    "session": ("home/session.json", _set_number("session"), read_session),
    "batch": ("home/queue/first/batch.json", _set_number("batch"), lambda file: Batch.open(file.parent)),
    "queued": (
        "home/queue/second/training.json",
        _set_number("queued training"),
        lambda file: QueuedTraining.open(file.parent),
    ),
    "film": ("film.parts/film.json", _set_number("film"), _use_parts),
    "edits": ("copy/edits.json", _set_number("edits"), lambda file: read_edits(file.parent)),
    "note": ("sample.png", _number_note, labelled_set._read_note),
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


@pytest.mark.parametrize("name", ["references.json", "probe.json", "backends.json"])
def test_what_is_only_remembered_is_passed_over_where_it_is_newer(name: str, saved: Path) -> None:
    home, file = Home(), saved / "home" / name
    _set_number("references")(file)
    before = file.read_bytes()
    picture = saved / "recipe.png"
    references._remember(home, "ab" * 32, picture)
    numbers = iter((1.5, 2.5))
    taken = [devices.remember(name, "a network", lambda: next(numbers)) for _ in range(2)]
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
    assert index_of.is_result_of(picture, "ab" * 32, picture) is None


def test_a_newer_run_stands_beside_others(saved: Path, tmp_path: Path) -> None:
    Run.create(saved / "other", values.SPEC)
    _number_events(saved / "run" / "events.jsonl")
    runs, problems = read_runs(saved)
    assert [run.folder.name for run in runs] == ["other"]
    assert len(problems) == 1 and "newer GAN Studio" in problems[0] and "events.jsonl" in problems[0]


def test_what_a_newer_studio_asked_is_refused_in_a_sentence(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", values.SPEC)
    with run.lock():
        file = commands.send_command(run, commands.StopNow())
        assert "schema" not in json.loads(file.read_bytes()), "a training of before there were numbers hears it"
        file.write_text(json.dumps({"schema": KINDS["command"].form + 1, "kind": "pause"}), encoding="utf-8")
        (heard,) = commands.receive_commands(run.folder)
    assert isinstance(heard, commands.NewerCommand) and "newer GAN Studio" in heard.reason


def test_events_of_an_unknown_kind_are_passed_over_and_outlive_a_rewind(saved: Path) -> None:
    run = Run.open(saved / "run")
    unknown = b'{"schema":1,"images":16,"mood":"good","kind":"mood"}\n'
    run.events_file.write_bytes(unknown + run.events_file.read_bytes() + to_json(Finished(64, "done")).encode() + b'\n{"k')
    assert run.events() == [*values.EVENTS, Finished(64, "done")]
    rewind(run, checkpoint.load_latest(run.checkpoints))
    assert run.events_file.read_bytes().startswith(unknown)
    assert tuple(run.events()) == values.EVENTS
    fork = run.fork(run.checkpoints / "000000032.safetensors", saved / "fork")
    assert fork.events_file.read_bytes().startswith(unknown)
