"""What a newer studio saved is told of in the window and stays as it is; the rest of the window goes on."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.core.schema import KINDS
from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.recent import Recent
from ganstudio.images.open import open_picture
from ganstudio.images.save import save_picture
from ganstudio.images.xmp import with_property
from ganstudio.stylize.recipe import pack_recipe
from tests.saved.values import RECENT, RECIPE, SAVED

_LONG = 30_000


def make_newer(file: Path) -> bytes:
    """Write what an old file holds as a newer studio might; the content."""
    said = json.loads(file.read_bytes())
    file.write_text(json.dumps({"schema": 9, "all": said}), encoding="utf-8")
    return file.read_bytes()


def test_newer_jobs_stay_in_the_folder_and_others_go_on(qtbot: QtBot) -> None:
    folder = Home().data / "queue"
    shutil.copytree(SAVED / "v0" / "home" / "queue", folder)
    kept = {file: make_newer(file) for file in (folder / "order.json", folder / "first" / "batch.json")}
    context, said = AppContext(Home()), list[str]()
    bar = StatusBar(context)
    qtbot.addWidget(bar)
    context.message_posted.connect(lambda words, _tone: said.append(words))
    with qtbot.waitSignal(context.queue.changed, timeout=_LONG):
        context.load_plugins()
    (job,) = context.queue.jobs
    assert job.folder == folder / "second"
    assert any("order.json" in words and "first" in words and words.count("newer GAN Studio") == 2 for words in said)
    context.queue.remove(job)
    context.close()
    assert {file: file.read_bytes() for file in kept} == kept


@pytest.mark.parametrize("form", [0, 1, 2])
def test_pictures_that_were_opened_before_are_listed_or_left(form: int, context: AppContext, tmp_path: Path) -> None:
    file = Home().data / "recent.json"
    shutil.copy(SAVED / "v0" / "home" / "recent.json", file)
    if form == 1:
        file.write_text(json.dumps({"schema": 1, "files": [str(each) for each in RECENT]}), encoding="utf-8")
    before = make_newer(file) if form == 2 else b""
    recent = Recent(context)
    assert recent.files == (RECENT if form < 2 else [])
    list(recent.add(tmp_path / "c.png", Event()))
    assert recent.files == ([tmp_path / "c.png", *RECENT] if form < 2 else [])
    assert form < 2 or file.read_bytes() == before
    file.unlink()


def test_a_picture_with_a_newer_recipe_opens_and_says_so(
    page: StylizePage, qtbot: QtBot, tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "result.png"
    monkeypatch.setitem(KINDS, "recipe", replace(KINDS["recipe"], form=KINDS["recipe"].form + 1))
    picture = replace(open_picture(samples / "coffee.jpg").resize(90), xmp=with_property(None, pack_recipe(RECIPE), ""))
    save_picture(picture, result)
    monkeypatch.undo()
    page.input.opener.open_file(result)
    qtbot.waitUntil(lambda: page.controller.looks.current == result, timeout=_LONG)
    assert "newer GAN Studio" in page.column.notice.words() and "Update" in page.column.notice.words()
