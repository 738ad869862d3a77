"""The Library page over real runs: find, filter, sort, open, make pictures, delete and take back."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.gui.app import trash
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.window import Window
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.train.page import TrainPage
from ganstudio.images.open import open_picture
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 30_000


@pytest.fixture(scope="module")
def tiny_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three runs: trained to its end, stopped early, not begun."""
    home, catalog = tmp_path_factory.mktemp("tiny"), Catalog({"tiny": Tiny()})
    data = make_pictures(home / "pictures", 12)
    for name, until in (("Alpha", 64), ("beta 图", 8), ("gamma", 0)):
        folder = home / "runs" / name
        _train(create_run(folder, catalog, TrainRequest(architecture="tiny", data=data, size=8, images=64)), catalog, until)
    return home / "runs"


@pytest.fixture
def runs(context: AppContext, tiny_runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Run]:
    """The same, for one test alone."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    folder = copytree(tiny_runs, context.home.runs(context.settings), dirs_exist_ok=True)
    return {name: Run.open(folder / name) for name in ("Alpha", "beta 图", "gamma")}


def _train(run: Run, catalog: Catalog, until: int) -> None:
    stop = threading.Event()
    for event in train_in_thread(run, catalog, stop=stop) if until else ():
        if getattr(event, "images", 0) >= until:
            stop.set()


@pytest.fixture
def page(context: AppContext, runs: dict[str, Run], qtbot: QtBot) -> Iterator[LibraryPage]:
    made = LibraryPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    qtbot.waitUntil(lambda: len(made.grid.cards.cards.cards) == len(runs), timeout=_LONG)
    yield made
    made.hide()


def _titles(page: LibraryPage) -> list[str]:
    return [card.title for card in page.grid.cards.cards.cards]


def _choose(page: LibraryPage, run: Run) -> None:
    page.grid.cards.choose(str(run.folder))
    assert page.inspector.run is not None
    assert page.inspector.run.folder == run.folder


def test_cards_say_what_the_runs_are(page: LibraryPage, runs: dict[str, Run], qtbot: QtBot) -> None:
    lines = {card.title: card.line for card in page.grid.cards.cards.cards}
    assert "Tiny 8" in lines["Alpha"]
    assert "done" in lines["Alpha"]
    assert "64 seen" in lines["Alpha"]
    assert "stopped" in lines["beta 图"]
    assert "not begun" in lines["gamma"]
    trained = [card for card in page.grid.cards.cards.cards if card.title != "gamma"]
    keys = [card.key for card in trained]
    qtbot.waitUntil(lambda: all(card.pixmap for card in page.grid.cards.cards.cards if card.key in keys), timeout=_LONG)


def test_filter_and_order(page: LibraryPage) -> None:
    page.grid.sort.setCurrentIndex(page.grid.sort.findData("name"))
    assert _titles(page) == ["Alpha", "beta 图", "gamma"]
    page.grid.sort.setCurrentIndex(page.grid.sort.findData("seen"))
    assert _titles(page)[0] == "Alpha"
    page.grid.filter.setText("STOPPED")
    assert _titles(page) == ["beta 图"]
    page.grid.filter.setText("no such")
    assert _titles(page) == []
    page.grid.filter.clear()
    assert all(card.pixmap for card in page.grid.cards.cards.cards if card.title == "Alpha")


def test_a_new_run_and_a_changed_one_appear_by_themselves(
    page: LibraryPage, runs: dict[str, Run], context: AppContext, qtbot: QtBot
) -> None:
    spec = runs["Alpha"].spec
    Run.create(context.home.runs(context.settings) / "delta", spec)
    _train(runs["beta 图"], context.catalog, 64)
    qtbot.waitUntil(lambda: "delta" in _titles(page), timeout=_LONG)
    qtbot.waitUntil(lambda: not any("stopped" in card.line for card in page.grid.cards.cards.cards), timeout=_LONG)


def test_a_run_opens_on_the_train_page(window: Window, runs: dict[str, Run], context: AppContext, qtbot: QtBot) -> None:
    context.catalog_changed.emit()
    library = window.show_page("library")
    assert isinstance(library, LibraryPage)
    qtbot.waitUntil(lambda: len(library.grid.cards.cards.cards) == 3, timeout=_LONG)
    _choose(library, runs["Alpha"])
    qtbot.mouseClick(library.inspector.open, Qt.MouseButton.LeftButton)
    train = window.pages["train"]
    assert isinstance(train, TrainPage)
    assert train.isVisible()
    qtbot.waitUntil(lambda: train.session.run is not None and not train.session.busy, timeout=_LONG)
    assert train.session.phase == "done"
    window.show_page("library")
    _choose(library, runs["beta 图"])
    qtbot.mouseClick(library.inspector.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: train.session.own and train.session.phase == "done" and not train.session.busy, timeout=_LONG)
    assert runs["beta 图"].state == "done"


def test_pictures_are_made_and_shown(page: LibraryPage, runs: dict[str, Run], context: AppContext, qtbot: QtBot) -> None:
    _choose(page, runs["Alpha"])
    new = page.inspector.new_pictures
    new.count.setValue(5)
    qtbot.mouseClick(new.start, Qt.MouseButton.LeftButton)
    assert not new.start.isEnabled()
    qtbot.waitUntil(new.start.isEnabled, timeout=_LONG)
    files = [Path(card.key) for card in new.pictures.cards.cards]
    assert len(files) == 5
    assert all(file.parent == context.home.results(context.settings) / "Alpha" for file in files)
    assert {open_picture(file).width for file in files} == {8}
    new.grid.setChecked(True)
    new.generate()
    qtbot.waitUntil(new.start.isEnabled, timeout=_LONG)
    assert len(new.pictures.cards.cards) == 1


def test_a_run_that_has_learnt_nothing_makes_no_pictures(page: LibraryPage, runs: dict[str, Run]) -> None:
    _choose(page, runs["gamma"])
    assert not page.inspector.new_pictures.start.isEnabled()


def test_a_run_whose_checkpoints_are_gone_says_so(page: LibraryPage, runs: dict[str, Run], qtbot: QtBot) -> None:
    for file in runs["Alpha"].checkpoints.iterdir():
        file.unlink()
    _choose(page, runs["Alpha"])
    page.inspector.new_pictures.generate()
    qtbot.waitUntil(page.inspector.new_pictures.notice.isVisible, timeout=_LONG)
    assert page.inspector.new_pictures.start.isEnabled()


def test_deleting_can_be_undone(page: LibraryPage, runs: dict[str, Run], qtbot: QtBot) -> None:
    run = runs["Alpha"]
    before = sorted(file.name for file in run.folder.rglob("*"))
    _choose(page, run)
    qtbot.mouseClick(page.inspector.trash, Qt.MouseButton.LeftButton)
    assert not run.folder.exists()
    assert "Alpha" not in _titles(page)
    undo = next(button for button in page.grid.notice.findChildren(QPushButton) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert sorted(file.name for file in run.folder.rglob("*")) == before
    qtbot.waitUntil(lambda: "Alpha" in _titles(page), timeout=_LONG)


def test_what_was_deleted_does_not_overwrite_a_new_one(page: LibraryPage, runs: dict[str, Run]) -> None:
    run = runs["gamma"]
    spec = run.spec
    where = trash.put(run.folder)
    assert where is not None
    Run.create(run.folder, spec)
    page.take_back(where, run.folder)
    assert page.grid.notice.isVisible()
    assert where.exists()


def test_a_run_that_lies_elsewhere(page: LibraryPage, runs: dict[str, Run], tmp_path: Path, qtbot: QtBot) -> None:
    Run.create(tmp_path / "elsewhere", runs["Alpha"].spec)
    page.add(tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: "elsewhere" in _titles(page), timeout=_LONG)
    page.add(tmp_path)
    assert page.grid.notice.isVisible()


def test_an_empty_library_teaches(context: AppContext, qtbot: QtBot) -> None:
    page = LibraryPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.grid.empty.isVisible, timeout=_LONG)
    start = next(button for button in page.grid.empty.findChildren(QPushButton) if "Train" in button.text())
    with qtbot.waitSignal(page.new_requested):
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)


def test_a_run_is_exported(
    window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    for kind in ("moons", "suns"):
        make_pictures(tmp_path / "pictures" / kind, 4)
    run = create_run(
        context.home.runs(context.settings) / "kinds",
        context.catalog,
        TrainRequest(
            architecture="gan",
            size=16,
            images=64,
            device="cpu",
            data=tmp_path / "pictures",
            labels=True,
            options={"width": 8},
        ),
    )
    list(train_in_thread(run, context.catalog, stop=threading.Event()))
    page = window.show_page("library")
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(lambda: page.inspector.isVisible() or page.grid.cards.cards.rowCount() == 1, timeout=_LONG)
    page.grid.cards.choose(str(run.folder))
    qtbot.waitUntil(page.inspector.new_pictures.kind.isVisible, timeout=_LONG)
    export = page.inspector.export
    export.write_card()
    qtbot.waitUntil(lambda: opened == [str(run.folder / "MODEL_CARD.md")], timeout=_LONG)
    export.export_to(tmp_path / "weights.safetensors")
    qtbot.waitUntil((tmp_path / "weights.safetensors").exists, timeout=_LONG)
    monkeypatch.setattr("ganstudio.gui.library.export_button.EACH", 2)
    export.export_labelled_sets(tmp_path / "sets")
    qtbot.waitUntil((tmp_path / "sets" / "labels.csv").exists, timeout=_LONG)
    assert len(list((tmp_path / "sets" / "suns").glob("*.png"))) == 2


def test_a_bad_run_is_named_and_the_others_are_shown(page: LibraryPage, runs: dict[str, Run], qtbot: QtBot) -> None:
    strange = runs["Alpha"].folder.parent / "strange"
    strange.mkdir()
    (strange / "spec.json").write_text('{"dreams": 3}', encoding="utf-8")
    sheets = runs["Alpha"].folder / "samples"
    (sheets / "1².png").touch()
    page.refresh()
    qtbot.waitUntil(lambda: "later version" in page.grid.notice.words(), timeout=_LONG)
    assert str(strange) in page.grid.notice.words()
    assert len(_titles(page)) == len(runs)
