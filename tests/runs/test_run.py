import json
import os
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Event, Failed, Finished, Progress, Started, Written, to_json
from ganstudio.runs.event_log import record_events
from ganstudio.runs.run import Run, find_runs, read_runs
from ganstudio.runs.run_spec import RunSpec


def write(run: Run, *events: Written) -> None:
    """Record events as a training would."""
    list(record_events(run, (event for event in events)))


def test_a_run_is_what_its_folder_says(run: Run, spec: RunSpec) -> None:
    assert Run.open(run.folder).spec == spec
    assert run.state == "new"
    assert run.images == 0
    assert run.events() == []
    assert run.samples() == []


def test_a_folder_holds_one_run(run: Run, spec: RunSpec) -> None:
    with pytest.raises(GanStudioError, match="already a training"):
        Run.create(run.folder, spec)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(GanStudioError, match="There is no training in"):
        Run.open(tmp_path)


@pytest.mark.parametrize("content", ["", "{", '{"architecture": 3}', "[]", '{"images": "many"}', "\x00\xff"])
def test_a_damaged_spec_is_one_sentence(run: Run, content: str) -> None:
    (run.folder / "spec.json").write_text(content, encoding="utf-8")
    with pytest.raises(GanStudioError, match=r"spec\.json cannot be read"):
        Run.open(run.folder)


def test_a_later_total_changes_nothing_else(run: Run, spec: RunSpec) -> None:
    assert run.extend_to(9000).spec == spec.model_copy(update={"images": 9000})
    assert run.spec.images == Run.open(run.folder).spec.images == 9000
    with pytest.raises(GanStudioError, match="at least one picture"):
        run.extend_to(0)


def test_the_state_follows_from_the_last_event(run: Run) -> None:
    write(run, Started(0, 640, "cpu", "float32", 5), Progress(64, 0.5, {"generator": 1.0}))
    assert (run.state, run.images) == ("stopped", 64)
    write(run, Finished(128, "stopped"))
    assert (run.state, run.images) == ("stopped", 128)
    write(run, Failed("The disk is full."))
    assert (run.state, run.images) == ("failed", 128)
    write(run, Finished(640, "done"))
    assert (run.state, run.images) == ("done", 640)
    assert run.extend_to(1280).state == "stopped"


def test_it_runs_while_somebody_writes(run: Run) -> None:
    states = [run.state]
    with run.lock():
        states.append(run.state)
    assert [*states, run.state] == ["new", "running", "new"]


def test_torn_and_foreign_lines_are_left_out(run: Run) -> None:
    good = to_json(Finished(64, "stopped"))
    run.events_file.write_text(f'{good}\n{{"kind": "of the future"}}\n{good[:20]}', encoding="utf-8")
    assert run.events() == [Finished(64, "stopped")]
    assert run.images == 64


def test_only_the_end_of_a_long_record_is_read_for_its_state(run: Run) -> None:
    write(run, *(Progress(number, 1.0, {"generator": 0.5, "discriminator": 0.5}) for number in range(3000)))
    assert run.images == 2999
    assert len(run.events()) == 3000


def test_samples_are_in_order_and_nothing_else_is_taken_for_one(run: Run) -> None:
    for name in ("000000128.png", "000000064.png", "notes.png", "000000064.jpg", ".000000192.png.abc"):
        path = run.folder / "samples" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    assert [seen for seen, _ in run.samples()] == [64, 128]
    assert run.samples()[0][1] == run.sample(64)


def test_runs_are_found_newest_first_and_broken_ones_left_out(tmp_path: Path, spec: RunSpec) -> None:
    for age, name in enumerate(("new", "old", "oldest")):
        made = Run.create(tmp_path / name, spec)
        os.utime(made.folder / "spec.json", (1e9 - age, 1e9 - age))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "spec.json").write_text("{", encoding="utf-8")
    assert [found.folder.name for found in find_runs(tmp_path)] == ["new", "old", "oldest"]
    assert [found.folder.name for found in find_runs(tmp_path / "old")] == ["old"]
    assert find_runs(tmp_path / "nowhere") == []


def test_a_consumer_that_lets_go_closes_the_training(run: Run) -> None:
    closed = threading.Event()

    def training() -> Generator[Event, None, None]:
        try:
            yield Started(0, 640, "cpu", "float32", 5)
            yield Finished(640, "done")
        finally:
            closed.set()

    events = record_events(run, training())
    next(events)
    events.close()
    assert closed.is_set()
    assert run.events() == [Started(0, 640, "cpu", "float32", 5)]


def test_each_bad_run_stands_for_itself(tmp_path: Path, spec: RunSpec) -> None:
    good = Run.create(tmp_path / "good", spec)
    write(good, Started(0, 640, "cpu", "float32", 5), Progress(64, 1.0, {}))
    with good.events_file.open("ab") as file:
        file.write(b'{"kind": "progress", "images": 128, "seconds": NaN, "losses": {}}\n')
        file.write(b'{"kind": "progress", "images": 128, "seconds": Infinity, "losses": {}}\n')
        file.write(b'{"kind": "progress", "images": -5, "seconds": 1, "losses": {}}\n')
    (good.folder / "samples").mkdir()
    for name in ("1².png", "٣٣٣٣٣٣٣٣٣.png"):
        (good.folder / "samples" / name).touch()
    content = json.loads(spec.model_dump_json())
    others = {
        "newer": content | {"dreams": 3},
        "later plan": content | {"plan": {"stages": [content["plan"]["stages"][0] | {"dreams": 3}]}},
        "huge": content | {"size": 10**30},
        "no stages": content | {"plan": {"stages": []}},
        "list": [],
    }
    for name, told in others.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "spec.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "folder" / "spec.json").mkdir(parents=True)
    (tmp_path / "pipe").mkdir()
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "spec.json").write_text(spec.model_dump_json(), encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe" / "spec.json")
        os.mkfifo(tmp_path / "record" / "events.jsonl")
    runs, problems = read_runs(tmp_path)
    assert [(run.folder.name, run.images, run.samples()) for run in runs if run.folder.name == "good"] == [("good", 64, [])]
    said = {name: [words for words in problems if str(tmp_path / name) in words] for name in (*others, "folder")}
    assert all(len(words) == 1 for words in said.values()), said
    assert "later version" in said["newer"][0] and "dreams" in said["newer"][0]
    assert "later version" in said["later plan"][0]
    assert "size" in said["huge"][0] and "later version" not in said["huge"][0]
    if hasattr(os, "mkfifo"):
        assert [run.folder.name for run in runs] == ["good"]
