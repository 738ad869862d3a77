"""Watching a training: moments side by side, through time, stars, films, a closer look, the doctor's card, wishes."""

import threading
from pathlib import Path
from shutil import copytree

import pytest
from ganstudio_plugins.dcgan import DCGANOptions
from ganstudio_plugins.gan import GAN
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core.events import Changed, Diagnosed, Event, Measured, Progress, Saved, StageBegan, Started
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.glossary.why import WhyButton
from ganstudio.gui.train.command_panel import CommandPanel
from ganstudio.gui.train.diagnosis_cards import DiagnosisCards
from ganstudio.gui.train.page import TrainPage
from ganstudio.gui.train.plots import Plots
from ganstudio.gui.train.sample_gallery import SampleGallery
from ganstudio.gui.train.sheet_view import SheetView
from ganstudio.gui.train.watch_panel import WatchPanel
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.favourites import read_favourites
from ganstudio.runs.history import reduce_events
from ganstudio.runs.run import Run
from ganstudio.testing.synthetic import make_pictures
from ganstudio.train.launch import train_in_thread
from ganstudio.train.planner import create_run
from ganstudio.train.request import TrainRequest

_LONG = 30_000


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished training of a network whose critic can be looked into."""
    folder, catalog = tmp_path_factory.mktemp("watched"), Catalog({"gan": GAN()})
    data = make_pictures(folder / "pictures", 20)
    request = TrainRequest(architecture="gan", size=16, images=640, device="cpu", data=data, options={"width": 8})
    made = create_run(folder / "run", catalog, request)
    list(train_in_thread(made, catalog, stop=threading.Event()))
    return made.folder


@pytest.fixture
def run(context: AppContext, watched: Path) -> Run:
    """The same, for one test alone."""
    return Run.open(Path(copytree(watched, context.home.runs(context.settings) / "run")))


@pytest.fixture
def gallery(context: AppContext, run: Run, qtbot: QtBot) -> SampleGallery:
    """The gallery of a finished run, shown."""
    page = TrainPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.open_run(run.folder)
    gallery = page.watch.gallery
    qtbot.waitUntil(lambda: gallery.sample is not None, timeout=_LONG)
    gallery.page = page  # type: ignore[attr-defined]
    return gallery


def test_two_moments_stand_side_by_side(gallery: SampleGallery, qtbot: QtBot) -> None:
    gallery.slider.setValue(0)
    qtbot.waitUntil(lambda: gallery.sample is not None and gallery.sample.images == 0, timeout=_LONG)
    gallery.pin.setChecked(True)
    gallery.slider.setValue(gallery.slider.maximum())
    assert gallery.pinned.isVisible()
    assert gallery.caption.text() == "0 | 640 seen"
    gallery.sheet.show_alone(3)
    assert gallery.pinned.alone == 3
    gallery.pin.setChecked(False)
    assert not gallery.pinned.isVisible()


def test_one_picture_is_seen_through_time_and_a_click_goes_there(gallery: SampleGallery, qtbot: QtBot) -> None:
    gallery.sheet.show_alone(5)
    qtbot.waitUntil(lambda: len(gallery.strip._cells) >= 5, timeout=_LONG)
    assert gallery.strip.isVisible()
    gallery.strip.moment_chosen.emit(0)
    assert gallery.moment == 0
    gallery.sheet.show_alone(None)
    assert not gallery.strip.isVisible()


def test_a_star_is_kept_in_the_run_and_can_be_taken_back(gallery: SampleGallery, run: Run, qtbot: QtBot) -> None:
    gallery.sheet.show_alone(7)
    gallery.star.click()
    assert read_favourites(run.folder) == [(640, 7)]
    gallery.sheet.show_alone(None)
    gallery.star.click()
    qtbot.waitUntil(lambda: gallery.caption.text() == "starred", timeout=_LONG)
    gallery.sheet.show_alone(0)
    gallery.slider.setValue(0)
    gallery.slider.setValue(gallery.slider.maximum())
    gallery.sheet.show_alone(7)
    qtbot.waitUntil(lambda: gallery.sample is not None and gallery.sample.images == 640, timeout=_LONG)
    gallery.star.click()
    assert read_favourites(run.folder) == []


def test_stars_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    for content in ("", "[1]", '{"a": 1}', "[[1, 2, 3]]"):
        (tmp_path / "favourites.json").write_text(content, encoding="utf-8")
        assert read_favourites(tmp_path) == []


def test_a_film_is_saved(gallery: SampleGallery, tmp_path: Path, qtbot: QtBot) -> None:
    gallery.sheet.show_alone(2)
    gallery.saving.save_film(tmp_path / "film.gif")
    qtbot.waitUntil((tmp_path / "film.gif").exists, timeout=_LONG)
    with Image.open(tmp_path / "film.gif") as film:
        assert getattr(film, "n_frames", 1) > 5


def test_a_closer_look_finds_neighbours_and_what_the_critic_sees(gallery: SampleGallery, qtbot: QtBot) -> None:
    gallery.look.setChecked(True)
    qtbot.waitUntil(lambda: len(gallery.closer._rows) == 4, timeout=_LONG)
    assert gallery.closer.isVisible()
    assert all(len(row.pictures) == 8 for row in gallery.closer._rows)
    gallery.closer.grab()
    gallery.look.setChecked(False)
    assert gallery.sheet.isVisible()


def _actions(cards: DiagnosisCards) -> list[QPushButton]:
    """The buttons that do something; those that explain are left out."""
    return [each for each in cards.findChildren(QPushButton) if not isinstance(each, WhyButton)]


def test_the_doctor_offers_what_may_help(qtbot: QtBot) -> None:
    bedside = DiagnosisCards()
    qtbot.addWidget(bedside)
    told = Diagnosed(5000, "collapse", "bad", "It repeats itself.", "Disguise more.", {"augment": "adaptive"})
    mild = Diagnosed(6000, "plateau", "good", "Nothing better.", "Stop.")
    bedside.show_diagnoses({"collapse": told, "plateau": mild}, running=True)
    buttons = {each.text(): each for each in _actions(bedside)}
    assert set(buttons) == {"Do it: augment → adaptive", "Go back", "Stop and save"}
    with qtbot.waitSignal(bedside.change_wanted) as wished:
        buttons["Do it: augment → adaptive"].click()
    assert wished.args == [{"augment": "adaptive"}]
    with qtbot.waitSignal(bedside.back_wanted):
        buttons["Go back"].click()
    bedside.show_diagnoses({"collapse": told}, running=False)
    assert not [each for each in _actions(bedside) if each.isVisibleTo(bedside)]
    bedside.show_diagnoses({}, running=True)
    assert not bedside.isVisibleTo(None)  # type: ignore[arg-type]


def test_only_what_may_be_changed_is_offered_and_only_changes_are_wished(qtbot: QtBot) -> None:
    asking = CommandPanel()
    qtbot.addWidget(asking)
    asking.show_options(DCGANOptions, DCGANOptions().model_dump())
    assert asking.form
    assert "width" not in asking.form.values()
    asking.form._set_option("generator_rate", 1e-3)
    with qtbot.waitSignal(asking.change_wanted) as wished:
        asking.apply()
    assert wished.args == [{"generator_rate": 1e-3}]
    with qtbot.assertNotEmitted(asking.change_wanted):
        asking.apply()


def test_plots_mark_what_happened_and_follow_a_step_back(qtbot: QtBot) -> None:
    plots = Plots()
    qtbot.addWidget(plots)
    plots.resize(700, 300)
    plots.show()
    events: list[Event] = [
        Started(0, 1000, "cpu", "float32", 20), Progress(100, 1.0, {"generator": 1.0}, {"win rate": 0.7}),
        Measured(100, {"distance": 3.0, "diversity": 0.4}), StageBegan(150, 1, 8, 16), Saved(200, "x"),
        Diagnosed(250, "collapse", "bad", "", ""), Changed(300, "wish", "rate: 1"), Progress(300, 2.0, {"generator": 2.0}),
    ]  # fmt: skip
    story = reduce_events(events)
    plots.show_history(story)
    assert [mark.what for mark in story.marks] == ["grown", "saved", "ill", "changed"]
    assert len(plots.losses._marks) == 3
    assert story.diagnoses == {}  # other terms: it is told again if it stays
    story.add_event(Started(200, 1000, "cpu", "float32", 20))
    plots.show_history(story)
    assert [mark.what for mark in story.marks] == ["grown", "saved"]
    assert len(plots.losses._marks) == 1
    plots._choice.button(1).click()
    plots.show_all()
    plots.grab()
    assert story.best is not None
    assert story.best.images == 100


def test_the_plot_folds_away_and_the_samples_take_its_room(qtbot: QtBot, context: AppContext) -> None:
    watch = WatchPanel(context)
    qtbot.addWidget(watch)
    watch.resize(700, 700)
    watch.show()
    before = watch.gallery.height()
    watch.plots.fold.click()
    qtbot.waitUntil(lambda: watch.gallery.height() > before + 150)
    assert watch.plots.height() < 60 and not watch.plots.losses.isVisible()
    watch.plots.fold.click()
    qtbot.waitUntil(lambda: watch.plots.height() >= 150)
    assert watch.plots.losses.isVisible()


def test_samples_stand_in_as_many_columns_as_make_them_largest(qtbot: QtBot) -> None:
    view = SheetView()
    qtbot.addWidget(view)
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for number in range(16):
        for x in range(16):
            for y in range(16):
                image.setPixelColor(number % 4 * 16 + x, number // 4 * 16 + y, QColor(number * 15, 40, 90))
    view.show_sheet(image, 16)
    for size, grid in (((600, 600), (4, 4)), ((1200, 330), (8, 2)), ((330, 1200), (2, 8))):
        view.resize(*size)
        view.show()
        assert view._grid() == grid
        drawn, place = view.grab().toImage(), view._place()
        for number in (0, 5, 11, 15):
            x = place.left() + round((number % grid[0] + 0.5) * place.width() / grid[0])
            y = place.top() + round((number // grid[0] + 0.5) * place.height() / grid[1])
            assert drawn.pixelColor(x, y).red() == number * 15
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
            assert view.alone == number
            view.show_alone(None)
