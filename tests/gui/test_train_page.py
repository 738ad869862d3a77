"""The Train page with real trainings of a tiny DCGAN: start, watch, stop, go on, close, fail."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest
from ganstudio_plugins.unpaired import CUT
from PIL import Image
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Progress, Started, to_json
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.theme import current_theme
from ganstudio.gui.app.window import Window
from ganstudio.gui.library.page import LibraryPage
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.widgets.form import NumberRow
from ganstudio.gui.widgets.notice import Notice
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import Tiny, make_pictures
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 60_000
_FOREVER = 50_000_000


@pytest.fixture
def page(context: AppContext, qtbot: QtBot, tmp_path: Path) -> Iterator[TrainPage]:
    """The page, shown, with sixty pictures chosen and the smallest architecture set up."""
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    made = TrainPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    _set_up(made, qtbot, tmp_path)
    yield made
    made.session.leave()


def test_a_style_is_learned_on_photos_of_ones_own(page: TrainPage, context: AppContext, tmp_path: Path) -> None:
    assert not page.setup.photos.isVisible() and page.setup.mirror.isVisible()
    context.catalog = replace(context.catalog, architectures={"cut": CUT()})
    page.setup.show_catalog()
    assert page.setup.photos.isVisible() and not page.setup.mirror.isVisible()
    assert page.setup.request().photos is None
    photos = make_pictures(tmp_path / "photos", 3)
    page.setup.photos.choose(photos)
    made = page.setup.request().make(context.catalog)
    assert (made.spec.photos, made.spec.size) == (str(photos), 128)


def test_a_single_painting_is_dropped_to_make_a_style_of_it(
    page: TrainPage, context: AppContext, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        context.load_plugins()
    page.setup.architecture.setCurrentIndex(page.setup.architecture.findData("dcgan"))
    (make_pictures(tmp_path / "painting", 1) / "000.png").rename(tmp_path / "Große Welle.png")
    page.drop.dropped.emit(tmp_path / "Große Welle.png")
    qtbot.waitUntil(lambda: page.setup.folder == tmp_path / "Große Welle.png", timeout=_LONG)
    assert page.setup.architecture.currentData() == "brush" and page.setup.photos.isVisible()
    assert page.setup.name.placeholderText().startswith("Große Welle ")
    if page.setup.needed.is_missing:
        page.setup.needed.without.click()
    assert page.setup.request().data == tmp_path / "Große Welle.png"


def test_a_style_that_was_learned_is_published_from_here(
    in_window: TrainPage, context: AppContext, window: Window, qtbot: QtBot, trained_style: Path
) -> None:
    page = in_window
    assert not page.summary.publish.isVisibleTo(page.summary)
    context.catalog = replace(context.catalog, architectures={"cut": CUT()})
    page.open_run(Path(copytree(trained_style, context.home.runs(context.settings) / "blue")))
    qtbot.waitUntil(page.summary.publish.isVisible, timeout=_LONG)
    page.summary.publish.click()
    library = window.pages["library"]
    assert isinstance(library, LibraryPage)
    qtbot.waitUntil(library.publish.canvas.has_result, timeout=_LONG)
    assert library.publish.name.text() == "Blue"


def _set_up(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.take_folder(make_pictures(tmp_path / "Bilder und 图", 60))
    qtbot.waitUntil(lambda: page.setup.folder is not None and page.setup.start.isEnabled(), timeout=_LONG)
    page.setup.name.setText("run")
    page.setup.length.box.setValue(1000)


@pytest.fixture
def in_window(window: Window, context: AppContext, qtbot: QtBot, tmp_path: Path) -> Iterator[TrainPage]:
    """The same in the window."""
    context.catalog = replace(context.catalog, architectures={"tiny": Tiny()})
    made = window.show_page("train")
    assert isinstance(made, TrainPage)
    _set_up(made, qtbot, tmp_path)
    yield made
    made.session.leave()


def _start(page: TrainPage, qtbot: QtBot, images: int) -> Run:
    """Start a training and wait until it has learnt something."""
    page.setup.length.box.setValue(images)
    page.start()
    qtbot.waitUntil(lambda: page.session.history.images > 0, timeout=_LONG)
    assert page.session.run is not None
    return page.session.run


def _rest(page: TrainPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.busy, timeout=_LONG)


def _open_trained(page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path) -> Run:
    """Open a copy of a training that is done."""
    run = Run.open(Path(copytree(trained, context.home.runs(context.settings) / "run")))
    with qtbot.waitSignal(page.session.opened, timeout=_LONG):
        page.open_run(run.folder)
    _rest(page, qtbot)
    assert page.session.phase == "done"
    return run


def _buttons(notice: Notice) -> dict[str, QPushButton]:
    return {button.text(): button for button in notice.findChildren(QPushButton)}


def test_a_dcgan_from_start_to_end(page: TrainPage, context: AppContext, qtbot: QtBot) -> None:
    context.load_plugins()
    qtbot.waitUntil(lambda: page.setup.architecture.findData("dcgan") >= 0, timeout=_LONG)
    page.setup.architecture.setCurrentIndex(page.setup.architecture.findData("dcgan"))
    form = page.setup.form
    assert form is not None
    form.findChildren(NumberRow)[0].box.setValue(8)
    running = []
    context.activity_changed.connect(lambda _key, activity: running.append(activity))
    page.start()
    assert page.session.phase == "preparing"
    _rest(page, qtbot)
    run, story = page.session.run, page.session.history
    assert run is not None
    assert (run.state, page.session.phase) == ("done", "done")
    assert (run.spec.architecture, run.spec.options["width"]) == ("dcgan", 8)
    assert story.images >= 1000
    assert [path for _, path in run.samples()] == [run.folder / sample.path for sample in story.samples]
    assert set(story.curves) == {"discriminator", "generator"}
    assert running[-1] is None
    assert any(activity and "run" in activity.words for activity in running)
    said = [page.health.messages.item(row).text() for row in range(page.health.messages.count())]
    assert any("Checkpoint saved" in words for words in said)
    qtbot.waitUntil(lambda: page.watch.gallery.sample == story.samples[-1], timeout=_LONG)


def test_it_is_repainted_by_a_clock_of_at_most_fifteen_ticks_a_second(page: TrainPage, qtbot: QtBot) -> None:
    clock, ticks, repaints = page.session._repaint, list[None](), list[None]()
    assert clock.isSingleShot() and clock.interval() >= 66  # milliseconds
    clock.timeout.connect(lambda: ticks.append(None))
    page.session.changed.connect(lambda: repaints.append(None))
    page.start()
    _rest(page, qtbot)
    assert ticks and len(repaints) == len(ticks) + 2  # the first and the last are told at once


def test_a_run_that_was_opened_is_not_covered_by_pictures_that_are_still_looked_through(
    page: TrainPage, qtbot: QtBot, tmp_path: Path
) -> None:
    run = create_run(
        tmp_path / "other", Catalog(architectures={"tiny": Tiny()}),
        TrainRequest(architecture="tiny", data=make_pictures(tmp_path / "some", 4), images=8, device="cpu"),
    )  # fmt: skip
    page.open_run(run.folder)
    qtbot.waitUntil(page.watch.isVisible, timeout=_LONG)
    page.setup.folder_examined.emit()
    assert page.watch.isVisible()


def test_stop_saves_and_going_on_reaches_the_end(page: TrainPage, qtbot: QtBot) -> None:
    run = _start(page, qtbot, _FOREVER)
    qtbot.mouseClick(page.summary.stop, Qt.MouseButton.LeftButton)
    assert page.session.phase == "stopping"
    _rest(page, qtbot)
    stopped = page.session.history.images
    last = checkpoint.load_latest(run.checkpoints)
    assert last is not None
    assert last.counters.images == stopped
    assert (run.state, page.session.phase) == ("stopped", "stopped")
    assert page.summary.more.value() == _FOREVER - stopped
    page.summary.more.setValue(500)
    qtbot.mouseClick(page.summary.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.session.busy, timeout=_LONG)
    _rest(page, qtbot)
    assert page.session.history.phase == "done"
    assert page.session.history.images >= stopped + 500
    assert Run.open(run.folder).spec.images == stopped + 500
    images = page.session.history.curves["generator"].points()[0]
    assert all(earlier < later for earlier, later in pairwise(images))


def test_closing_asks_stops_saves_and_closes(in_window: TrainPage, window: Window, qtbot: QtBot) -> None:
    page, run = in_window, _start(in_window, qtbot, _FOREVER)
    assert not window.close()
    assert page.notice.isVisible()
    qtbot.mouseClick(_buttons(page.notice)["Keep training"], Qt.MouseButton.LeftButton)
    assert not page.notice.isVisible()
    assert page.session.training
    assert not window.close()
    qtbot.mouseClick(_buttons(page.notice)["Save and close"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=_LONG)
    assert run.state == "stopped"
    last = checkpoint.load_latest(run.checkpoints)
    assert last is not None
    assert last.counters.images == page.session.history.images


def test_closing_is_asked_where_it_can_be_seen(in_window: TrainPage, window: Window, qtbot: QtBot) -> None:
    _start(in_window, qtbot, _FOREVER)
    window.show_page("stylize")
    assert not window.close()
    assert in_window.notice.isVisible()


def test_one_training_at_a_time(page: TrainPage, qtbot: QtBot) -> None:
    run = _start(page, qtbot, _FOREVER)
    page.start()
    assert page.notice.isVisible()
    assert page.session.run == run
    page.notice.hide()
    page.open_run(run.folder.parent / "another")
    assert page.notice.isVisible()
    assert page.session.run == run
    page.session.stop()
    _rest(page, qtbot)


def test_a_name_that_is_taken_is_said_beside_the_name(page: TrainPage, qtbot: QtBot) -> None:
    page.start()
    page.session.stop()
    _rest(page, qtbot)
    page.new_training()
    page.setup.name.setText("run")
    page.start()
    _rest(page, qtbot)
    assert page.setup.isVisible()
    assert page.setup.chosen.notice.isVisible()


@pytest.mark.parametrize("name", ["..", "a/b", "."])
def test_a_name_that_is_no_name(page: TrainPage, name: str) -> None:
    page.setup.name.setText(name)
    page.start()
    assert page.setup.chosen.notice.isVisible()
    assert not page.session.busy


def test_a_failure_is_a_card_and_resuming_works(page: TrainPage, qtbot: QtBot) -> None:
    run = _start(page, qtbot, _FOREVER)
    shutil.rmtree(run.checkpoints, ignore_errors=True)
    run.checkpoints.write_text("in the way")
    page.session.stop()
    _rest(page, qtbot)
    assert page.session.phase == "failed"
    assert page.notice.isVisible()
    assert {"Resume", "Copy details"} <= set(_buttons(page.notice))
    run.checkpoints.unlink()
    qtbot.mouseClick(_buttons(page.notice)["Resume"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.session.phase == "running", timeout=_LONG)
    assert not page.notice.isVisible()
    page.session.stop()
    _rest(page, qtbot)
    assert run.state == "stopped"


def test_the_newest_sheet_is_shown_unless_the_slider_was_moved_back(page: TrainPage, qtbot: QtBot) -> None:
    _start(page, qtbot, 200_000)
    gallery = page.watch.gallery
    qtbot.waitUntil(lambda: gallery.slider.maximum() >= 2, timeout=_LONG)
    assert gallery.following
    gallery.slider.setValue(1)
    count = gallery.slider.maximum()
    qtbot.waitUntil(lambda: gallery.slider.maximum() > count, timeout=_LONG)
    assert gallery.slider.value() == 1
    assert gallery.moment == page.session.history.samples[1].images
    qtbot.waitUntil(lambda: gallery.sample == page.session.history.samples[1], timeout=_LONG)
    page.watch.plots.moment_dragged.emit(0)
    assert gallery.slider.value() == 0
    page.session.stop()
    _rest(page, qtbot)


def test_playing_goes_from_the_first_sheet_to_the_last(
    page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path
) -> None:
    _open_trained(page, context, qtbot, trained)
    seen: list[int] = []
    page.watch.gallery.slider.valueChanged.connect(seen.append)
    page.watch.gallery.clock.setInterval(5)
    page.watch.gallery.toggle_play()
    qtbot.waitUntil(lambda: page.watch.gallery.following, timeout=_LONG)
    assert seen[0] == 0
    assert seen == sorted(seen)


def test_one_picture_of_the_sheet_alone(page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path) -> None:
    _open_trained(page, context, qtbot, trained)
    qtbot.waitUntil(lambda: page.watch.gallery.sample == page.session.history.samples[-1], timeout=_LONG)
    sheet = page.watch.gallery.sheet
    picked: list[int | None] = []
    sheet.picked.connect(picked.append)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().center() + QPoint(4, 4))
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert picked == [36, 37, None]


def test_a_sheet_is_saved_as_it_was_made(
    page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path, tmp_path: Path
) -> None:
    run = _open_trained(page, context, qtbot, trained)
    qtbot.waitUntil(lambda: page.watch.gallery.sample == page.session.history.samples[-1], timeout=_LONG)
    with qtbot.waitSignal(context.message_posted, timeout=_LONG, check_params_cb=lambda _words, tone: tone == "good"):
        page.watch.gallery.saving.save_sheet(tmp_path / "sheet.png")
    shown = page.watch.gallery.sample
    assert shown is not None
    assert (tmp_path / "sheet.png").read_bytes() == (run.folder / shown.path).read_bytes()


def test_a_long_history_opens_in_one_go(
    page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path, tmp_path: Path
) -> None:
    run = _open_trained(page, context, qtbot, trained)
    ticks = (Progress(8 * tick, tick / 2, {"generator": 1.0, "discriminator": 0.5}) for tick in range(1, 100_000))
    events = [to_json(Started(0, 800_000, "cpu", "float32", 60)), *map(to_json, ticks)]
    run.events_file.write_text("\n".join(events) + "\n")
    with qtbot.waitSignal(page.session.opened, timeout=_LONG):
        page.open_run(run.folder)
    assert page.session.history.images == 8 * 99_999
    assert page.session.history.rate == pytest.approx(16)
    _rest(page, qtbot)
    assert page.session.phase == "stopped"


def test_a_folder_is_dropped_and_few_or_broken_pictures_are_said(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = make_pictures(tmp_path / "few", 5)
    (folder / "damaged.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(page, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    assert page.drop.isVisible()
    QCoreApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert not page.drop.isVisible()
    qtbot.waitUntil(lambda: "damaged.png" in page.setup.chosen.warnings.text(), timeout=_LONG)
    assert "Only 6 pictures" in page.setup.chosen.warnings.text()
    assert page.setup.folder == folder


def test_a_folder_without_pictures_is_refused_in_a_sentence(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    before = page.setup.folder
    (tmp_path / "empty").mkdir()
    page.take_folder(tmp_path / "empty")
    qtbot.waitUntil(page.setup.chosen.notice.isVisible, timeout=_LONG)
    assert page.setup.folder == before


def test_the_sample_emoji_can_be_tried(page: TrainPage, context: AppContext, qtbot: QtBot) -> None:
    page.setup.try_sample()
    qtbot.waitUntil(lambda: page.setup.folder == context.home.data / "samples" / "emoji", timeout=_LONG)
    assert page.setup.name.placeholderText().startswith("emoji ")


def test_a_few_steps_foresee_the_time_and_the_time_decides_the_length(page: TrainPage, qtbot: QtBot) -> None:
    length = page.setup.length
    qtbot.waitUntil(lambda: "s for a thousand pictures" in length.forecast.text(), timeout=_LONG)
    assert "on the disk" in length.forecast.text()
    assert length.images() == 1000  # a number of one's own stays
    page.setup.goal.time.setCurrentIndex(0)
    page.setup.goal.time.activated.emit(0)
    qtbot.waitUntil(lambda: length.images() != 1000, timeout=_LONG)
    assert "About 2 min" in length.forecast.text()


def test_a_goal_proposes_what_suits_it(page: TrainPage, context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        context.load_plugins()
    goal = page.setup.goal
    for name, architecture in (("repair", "restore"), ("style", "brush"), ("new", "adgan")):
        goal.choose(name)
        goal.changed.emit()
        assert page.setup.architecture.currentData() == architecture
        assert goal.why.text()
    assert page.setup.request().options["width"] == 32  # the preset for a laptop
    page.setup.architecture.setCurrentIndex(page.setup.architecture.findData("gan"))
    page.setup.architecture.activated.emit(0)
    assert not goal.why.text()


def test_pictures_are_checked_and_the_copy_is_used(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.setup.chosen.closer.click()
    assert page.dataset.isVisible()
    page.dataset.use_wanted.emit(make_pictures(tmp_path / "copy", 5))
    qtbot.waitUntil(lambda: page.setup.folder == tmp_path / "copy", timeout=_LONG)
    assert page.setup.isVisible()


def test_the_ground_that_shows_pale_drawings_is_proposed(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "pale"
    folder.mkdir()
    for number in range(4):
        drawing = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
        drawing.paste("white", (number, 2, number + 20, 20))
        drawing.save(folder / f"{number}.png")
    assert page.setup.request().ground == "white"
    page.setup.choose(folder)
    qtbot.waitUntil(lambda: page.setup.folder == folder and page.setup.request().ground == "black", timeout=20_000)
    page.setup.ground.activated.emit(page.setup.ground.currentIndex())
    page.setup.ground.setCurrentIndex(page.setup.ground.findData("grey"))
    page.setup.ground.propose("black", anew=False)
    assert page.setup.request().ground == "grey"


def test_kinds_can_be_told_apart_where_there_are_sub_folders(page: TrainPage, qtbot: QtBot, tmp_path: Path) -> None:
    assert not page.setup.labels.isVisible()
    for kind in ("moons", "suns"):
        make_pictures(tmp_path / "kinds" / kind, 3)
    page.take_folder(tmp_path / "kinds")
    qtbot.waitUntil(page.setup.labels.isVisible, timeout=_LONG)
    page.setup.labels.setChecked(True)
    assert page.setup.request().make(page._context.catalog).spec.labels == ("moons", "suns")


def test_every_architecture_has_a_form(page: TrainPage, context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.catalog_changed, timeout=_LONG):
        context.load_plugins()
    assert page.setup.architecture.count() >= 3
    for number in range(page.setup.architecture.count()):
        page.setup.architecture.setCurrentIndex(number)
        name = page.setup.architecture.currentData()
        if page.setup.needed.is_missing:
            page.setup.needed.without.click()
        request = page.setup.request()
        assert request.architecture == name
        assert request.size in context.catalog.architecture(name).sizes
        assert set(request.options) == set(context.catalog.architecture(name).Options.model_fields)


def test_every_control_explains_itself(page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path) -> None:
    _open_trained(page, context, qtbot, trained)
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
    controls = [each for kind in kinds for each in page.findChildren(kind) if not each.objectName().startswith("qt_")]
    assert len(controls) > 20
    for control in controls:
        if not isinstance(control, QScrollBar):
            assert control.toolTip() or (control.parentWidget() or control).toolTip(), _who(control)
            assert control.accessibleName() or getattr(control, "text", str)(), _who(control)


def test_tab_goes_from_top_to_bottom(page: TrainPage) -> None:
    control: QWidget | None = page.setup.chosen.change
    heights = []
    while control is not None and control is not page.setup.start:
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus and page.setup.isAncestorOf(control):
            heights.append(control.mapTo(page.setup, QPoint(0, control.height() // 2)).y())
        control = control.nextInFocusChain()
    assert len(heights) >= 7
    assert heights == sorted(heights)


def _who(control: QWidget) -> str:
    return f"{control.metaObject().className()} {control.objectName()} {getattr(control, 'text', str)()}"


def test_it_fits_the_smallest_window_and_follows_the_theme(
    in_window: TrainPage, context: AppContext, window: Window, qtbot: QtBot, trained: Path
) -> None:
    page = in_window
    _open_trained(page, context, qtbot, trained)
    window.resize(960, 600)
    assert (window.width(), window.height()) == (960, 600)
    assert page.minimumSizeHint().width() <= 880
    assert page.minimumSizeHint().height() <= 564
    context.change(theme="light")
    assert current_theme().name == "light"
    colour = page.watch.plots.grab().toImage().pixelColor(2, page.watch.plots.height() // 2)
    assert colour.name() == current_theme().canvas


def test_a_run_is_resumed_from_the_library(page: TrainPage, qtbot: QtBot) -> None:
    run = _start(page, qtbot, _FOREVER)
    page.session.stop()
    _rest(page, qtbot)
    stopped = page.session.history.images
    page.new_training()
    page.resume_run(run.folder)
    qtbot.waitUntil(lambda: page.session.training and page.session.history.images > stopped, timeout=_LONG)
    page.session.stop()
    _rest(page, qtbot)
    spec = json.loads((run.folder / "spec.json").read_text())
    assert spec["images"] == _FOREVER


def test_a_run_that_is_done_is_asked_for_how_many_more(
    page: TrainPage, context: AppContext, qtbot: QtBot, trained: Path
) -> None:
    run = _open_trained(page, context, qtbot, trained)
    page.resume_run(run.folder)
    _rest(page, qtbot)
    assert page.session.phase == "done"
    assert page.summary.more.isVisible()
