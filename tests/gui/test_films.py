"""Films in the window: frames in the look, as the film will have them; played, tried, and made by the queue."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

av = pytest.importorskip("av", reason="PyAV is not installed")

from ganstudio.core.events import Rendered  # noqa: E402
from ganstudio.gui.app.context import AppContext  # noqa: E402
from ganstudio.gui.app.qimage import to_picture  # noqa: E402
from ganstudio.gui.stylize.page import StylizePage  # noqa: E402
from ganstudio.gui.stylize.save_all import SaveAll  # noqa: E402
from ganstudio.images.bit_depth import Pixels  # noqa: E402
from ganstudio.images.open import open_picture  # noqa: E402
from ganstudio.images.picture import Picture  # noqa: E402
from ganstudio.stylize import video_job  # noqa: E402
from ganstudio.stylize.clip import MOST, clip_span  # noqa: E402
from ganstudio.stylize.engine import render  # noqa: E402
from ganstudio.stylize.look import Layer, Look  # noqa: E402
from ganstudio.stylize.open_video import OpenVideo  # noqa: E402
from ganstudio.stylize.recipe import look_in, recipe_in_video  # noqa: E402
from ganstudio.stylize.video_job import stylize_video  # noqa: E402
from ganstudio.video.decode import open_film  # noqa: E402
from tests.video.films import TICK, moving, write  # noqa: E402

_LONG = 30_000
_LOOK = Look(layers=(Layer(style="pixels"), Layer(style="halftone", strength=0.5)), match_colours=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Twenty frames with sound; the first half is darker."""
    frames = [frame // 3 if number < 10 else frame for number, frame in enumerate(moving(20, 120, 80, noise=1.5))]
    return write(tmp_path / "Film 春.mp4", frames, sound="aac")


def take(page: StylizePage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.input.opener.take(data)


def shown(page: StylizePage, qtbot: QtBot, path: Path, number: int) -> None:
    """Wait until that frame of a film is shown exactly."""

    def there() -> bool:
        video = page.view.playback.video
        here = video is not None and video.film.path == path and page.view.playback.number == number
        return here and page.controller.picture is not None and page.column.canvas.has_exact()

    qtbot.waitUntil(there, timeout=_LONG)


def exact(page: StylizePage) -> Pixels:
    return to_picture(page.column.canvas.exact_image()).pixels


def test_a_film_opens_at_its_middle_and_a_picture_puts_it_away(
    page: StylizePage, qtbot: QtBot, source: Path, samples: Path
) -> None:
    take(page, source)
    shown(page, qtbot, source, 10)
    assert page.column.film_bar.isVisible()
    assert page.view.playback.facts() == "20 frames, 0.7 s, 120 × 80, sound"
    buttons = {each.text(): each.isVisible() for each in page.saving.panel.findChildren(QPushButton)}
    assert (buttons["Make film…"], buttons["Save this frame…"], buttons["Save picture…"]) == (True, True, False)
    take(page, samples / "coffee.jpg")
    qtbot.waitUntil(lambda: page.view.playback.video is None and page.column.canvas.has_exact(), timeout=_LONG)
    buttons = {each.text(): each.isVisible() for each in page.saving.panel.findChildren(QPushButton)}
    assert (buttons["Make film…"], buttons["Save this frame…"], buttons["Save picture…"]) == (False, False, True)
    assert not page.column.film_bar.isVisible()


def test_a_frame_is_seen_and_saved_as_the_film_will_have_it(
    page: StylizePage, qtbot: QtBot, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film's frames as they are before they are encoded, against the exact pixels in the window and a saved frame."""
    monkeypatch.setattr(video_job, "SEGMENT", 4)
    page.controller.editing.adopt(_LOOK)
    take(page, source)
    shown(page, qtbot, source, 10)
    page.column.film_bar.slider.setValue(2)
    shown(page, qtbot, source, 2)
    stop = threading.Event()
    catalog = page._context.catalog
    for event in stylize_video(source, tmp_path / "out.gif", _LOOK, catalog, device="cpu", steady=0, stop=stop):
        if getattr(event, "done", 0) == 8:
            stop.set()
    with av.open(tmp_path / ".out.gif.parts" / "000000.nut") as container:
        made = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(made) == 4 and not np.array_equal(made[2], made[3])
    assert np.array_equal(exact(page), made[2])
    alone = Picture(OpenVideo(open_film(source)).still(2).pixels)
    (painted,) = [
        each.picture for each in render(alone, _LOOK, catalog, stop=threading.Event()) if isinstance(each, Rendered)
    ]
    assert not np.array_equal(painted.pixels, made[2])  # a frame for itself would have colours of its own
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        page.saving.save_to(tmp_path / "frame.png")
    assert np.array_equal(open_picture(tmp_path / "frame.png").pixels, made[2])


def test_of_many_frames_asked_for_the_last_is_shown_at_the_same_place(page: StylizePage, qtbot: QtBot, source: Path) -> None:
    take(page, source)
    shown(page, qtbot, source, 10)
    page.column.canvas.set_zoom(3.0)
    for number in (0, 4, 19, 7):
        page.column.film_bar.slider.setValue(number)
    shown(page, qtbot, source, 7)
    assert page.column.canvas.zoom == pytest.approx(3.0)
    qtbot.keyClick(page.column.canvas, Qt.Key.Key_Period)
    shown(page, qtbot, source, 8)
    qtbot.keyClick(page.column.canvas, Qt.Key.Key_Comma)
    qtbot.keyClick(page.column.canvas, Qt.Key.Key_Comma)
    shown(page, qtbot, source, 6)


def test_it_plays_to_its_end_and_the_look_is_shown_there(page: StylizePage, qtbot: QtBot, source: Path) -> None:
    take(page, source)
    shown(page, qtbot, source, 10)
    page.column.film_bar.play.click()
    assert page.view.playback.is_playing and page.controller.picture is None
    qtbot.waitUntil(lambda: 10 < page.column.film_bar.slider.value() < 19, timeout=_LONG)
    assert page.view.playback.is_playing
    shown(page, qtbot, source, 19)
    assert not page.column.film_bar.play.isChecked()
    page.column.film_bar.play.click()
    qtbot.waitUntil(lambda: page.column.film_bar.slider.value() < 19, timeout=_LONG)
    page.saving.copy()  # what is asked of the frame lets the film rest
    assert not page.view.playback.is_playing and page.controller.picture is not None


def test_two_seconds_are_tried_in_a_loop_until_the_look_is_another(page: StylizePage, qtbot: QtBot, source: Path) -> None:
    take(page, source)
    shown(page, qtbot, source, 10)
    page.column.film_bar.steady.box.setValue(100)
    page.column.film_bar.trial.click()
    qtbot.waitUntil(lambda: page.view.playback.is_playing, timeout=_LONG)
    assert page.column.film_bar.message.text().startswith("Still places flicker by 0.")
    looks = set()

    def both_halves() -> bool:
        looks.add(page.column.canvas.images.after.cacheKey())
        return len(looks) > 3

    qtbot.waitUntil(both_halves, timeout=_LONG)
    page.controller.editing.change_layer(strength=0.5)
    shown(page, qtbot, source, 10)
    assert not page.column.film_bar.trial.isChecked() and page.column.film_bar.message.text() == ""


def test_the_trial_has_what_is_there(tmp_path: Path) -> None:
    video = OpenVideo(open_film(write(tmp_path / "long.mp4", moving(200, 32, 32), tick=TICK)))
    assert clip_span(video, 100, 2.0) == range(70, 130) and clip_span(video, 100, 1.0) == range(85, 115)
    assert clip_span(video, 0, 2.0) == range(MOST) and clip_span(video, 199, 2.0) == range(140, 200)
    assert clip_span(OpenVideo(open_film(write(tmp_path / "short.mp4", moving(5)))), 3, 2.0) == range(5)


def test_films_and_pictures_in_one_strip(page: StylizePage, qtbot: QtBot, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    source.rename(folder / "b.mp4")
    Image.new("RGB", (90, 60), "teal").save(folder / "a.png")
    Image.new("RGB", (90, 60), "red").save(folder / "still.gif")
    (folder / "torn.mp4").write_bytes((folder / "b.mp4").read_bytes()[:900])
    take(page, folder)
    cards = page.column.filmstrip.view.cards
    qtbot.waitUntil(lambda: len(cards.cards) == 4 and all(card.pixmap for card in cards.cards), timeout=_LONG)
    assert [card.title for card in cards.cards] == ["a.png", "b.mp4", "still.gif", "torn.mp4"]
    assert cards.cards[3].line == "cannot be read"
    page.column.filmstrip.view.choose(str(folder / "b.mp4"))
    shown(page, qtbot, folder / "b.mp4", 10)
    page.column.filmstrip.view.choose(str(folder / "still.gif"))
    qtbot.waitUntil(lambda: page.view.playback.video is None, timeout=_LONG)
    page.column.filmstrip.view.choose(str(folder / "torn.mp4"))
    qtbot.waitUntil(lambda: "torn.mp4" in page.column.notice.words(), timeout=_LONG)
    assert "Traceback" not in page.column.notice.words()


def test_a_film_that_was_made_here_offers_its_look(page: StylizePage, qtbot: QtBot, source: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.webm"
    list(stylize_video(source, made, _LOOK, page._context.catalog, device="cpu", stop=threading.Event()))
    take(page, made)
    shown(page, qtbot, made, 10)
    assert page.column.notice.words() == "This film was made here and carries its look."
    next(each for each in page.column.notice.findChildren(QPushButton) if each.text() == "Take its look").click()
    qtbot.waitUntil(lambda: page.controller.editing.look == _LOOK, timeout=_LONG)


def test_the_queue_makes_the_film_that_was_asked_for(
    page: StylizePage, qtbot: QtBot, context: AppContext, source: Path, tmp_path: Path
) -> None:
    page.controller.editing.adopt(_LOOK)
    take(page, source)
    shown(page, qtbot, source, 10)
    page.column.film_bar.steady.box.setValue(80)
    asked = page.view.playback.save_dialog(page)
    kind, rows = asked.films.kind, asked.rows
    assert [kind.itemData(row) for row in range(kind.count())] == [".mp4", ".webm", ".gif"]
    assert asked.films.row.isVisibleTo(asked) and not rows.quality.isVisibleTo(asked) and rows.recipe.isVisibleTo(asked)
    asked.folder.setText(str(tmp_path / "out"))
    kind.setCurrentIndex(1)
    assert asked.example.text() == "It will be Film 春-pixels-halftone.webm"
    batch = context.queue.add(asked.spec())
    qtbot.waitUntil(lambda: not batch.left and context.queue.running is None, timeout=_LONG)
    recipe = look_in(tmp_path / "out" / "Film 春-pixels-halftone.webm")
    assert (recipe.look, recipe.steady) == (_LOOK, 0.8)


def test_films_and_pictures_are_saved_together_without_recipes(
    page: StylizePage, qtbot: QtBot, context: AppContext, source: Path, tmp_path: Path
) -> None:
    context.change(recipes=False)
    Image.new("RGB", (90, 60), "teal").save(tmp_path / "a.png")
    asked = SaveAll(context, _LOOK, (tmp_path / "a.png", source), page)
    assert asked.films.row.isVisibleTo(asked) and asked.rows.quality.isVisibleTo(asked)
    assert not asked.films.kind.isVisibleTo(asked)
    asked.folder.setText(str(tmp_path / "out"))
    asked.rows.format.setCurrentIndex(asked.rows.format.findData(".webp"))
    batch = context.queue.add(asked.spec())
    qtbot.waitUntil(lambda: not batch.left and context.queue.running is None, timeout=_LONG)
    made = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in made] == ["Film 春-pixels-halftone.mp4", "a-pixels-halftone.webp"]
    assert recipe_in_video(made[0]) is None
