"""The mechanism of schema numbers: what is no number, migrations, what is written now, the page about it."""

import json
from pathlib import Path
from typing import Any

import pytest

from ganstudio.core import schema
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import to_json
from ganstudio.core.schema import KINDS, decode, encode, migrate
from ganstudio.images.dataset.edits import read_edits, write_edits
from ganstudio.runs.run import Run
from ganstudio.stylize.batch import Batch
from ganstudio.stylize.look import encode_look, read_look
from ganstudio.stylize.session import read_session, write_session
from tests.saved import values
from tests.saved.conftest import FORMS


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
