"""Many pictures in the window: dropped together, saved together, and gone on with after a restart."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ganstudio.core.settings import Home
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.status_bar import StatusBar
from ganstudio.gui.queue.batch_job import BatchJob
from ganstudio.gui.queue.job_row import DRAGGED
from ganstudio.gui.queue.jobs import Queue
from ganstudio.gui.queue.panel import QueuePanel
from ganstudio.gui.queue.training_job import TrainingJob
from ganstudio.gui.stylize.page import StylizePage
from ganstudio.gui.stylize.save_all import SaveAll
from ganstudio.stylize.batch import BatchSpec
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.recipe import look_in

_LONG = 30_000
_LOOK = Look(layers=(Layer(style="halftone", options={"dot": 20.0}),))


@pytest.fixture
def pictures(tmp_path: Path, samples: Path) -> list[Path]:
    folder = tmp_path / "Frühling 春"
    folder.mkdir()
    with Image.open(samples / "coffee.jpg") as image:
        small = image.resize((90, 60))
    for number in range(5):
        small.rotate(number).save(folder / f"{number}.png")
    (folder / "2.png").write_bytes((folder / "2.png").read_bytes()[:500])
    return sorted(folder.iterdir())


def take(page: StylizePage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.input.opener.take(data)


def spec(pictures: list[Path], out: Path) -> BatchSpec:
    return BatchSpec(look=_LOOK, sources=tuple(pictures), folder=out)


def test_a_folder_becomes_a_filmstrip_and_one_picture_none(page: StylizePage, pictures: list[Path], qtbot: QtBot) -> None:
    take(page, pictures[0].parent)
    qtbot.waitUntil(lambda: page.column.filmstrip.isVisible() and page.controller.looks.current == pictures[0])
    assert list(page.column.filmstrip.files) == pictures
    qtbot.waitUntil(lambda: all(card.pixmap for card in page.column.filmstrip.view.cards.cards), timeout=_LONG)
    assert page.column.filmstrip.view.cards.cards[2].line == "cannot be read"
    page.column.filmstrip.view.choose(str(pictures[3]))
    qtbot.waitUntil(lambda: page.controller.looks.current == pictures[3])
    take(page, pictures[1])
    qtbot.waitUntil(lambda: page.controller.looks.current == pictures[1])
    assert not page.column.filmstrip.isVisible()


def test_all_are_saved_in_the_look_that_is_seen(
    page: StylizePage, pictures: list[Path], qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    take(page, *pictures)
    qtbot.waitUntil(lambda: page.column.filmstrip.isVisible())
    page.controller.editing.adopt(_LOOK)
    asked = SaveAll(context, page.controller.editing.look, page.column.filmstrip.files, page)
    asked.folder.setText(str(tmp_path / "out"))
    asked.name.setText("{number} {nam}")
    assert not asked.save_button.isEnabled() and "nam" in asked.example.text()
    asked.name.setText("{number} {name}")
    asked.rows.format.setCurrentIndex(asked.rows.format.findData(".webp"))
    assert asked.save_button.isEnabled() and "0001 0.webp" in asked.example.text()
    batch = context.queue.add(asked.spec())
    qtbot.waitUntil(lambda: not batch.left and context.queue.running is None, timeout=_LONG)
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["0001 0.webp", "0002 1.webp", "0004 3.webp", "0005 4.webp"]
    assert look_in(tmp_path / "out" / "0005 4.webp").look == _LOOK
    assert page.column.filmstrip.state_of(pictures[2]) == "failed" and page.column.filmstrip.state_of(pictures[4]) == "done"
    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    row = panel.rows[0]
    assert row.retry_button.isVisibleTo(panel)
    Image.new("RGB", (9, 9)).save(pictures[2])
    row.retry_button.click()
    qtbot.waitUntil(lambda: context.queue.running is None and not batch.left, timeout=_LONG)
    assert page.column.filmstrip.state_of(pictures[2]) == "done"
    context.queue.clear_done()
    assert panel.rows == [] and len(list((tmp_path / "out").iterdir())) == 5


def test_order_pause_and_remove(context: AppContext, pictures: list[Path], qtbot: QtBot, tmp_path: Path) -> None:
    queue = context.queue
    queue.pause(True)
    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    one, two, three = (queue.add(spec(pictures, tmp_path / name)) for name in "abc")
    assert [row.job for row in panel.rows] == [one, two, three] and queue.running is None
    panel.rows[2].up.click()
    panel.rows[0].remove_button.click()
    assert queue.jobs == [three, two] and panel.pause_button.text() == "Go on"
    panel.pause_button.click()
    assert queue.running is three
    qtbot.waitUntil(lambda: queue.waiting == 0 and queue.running is None, timeout=_LONG)
    assert not (tmp_path / "a").exists() and len(list((tmp_path / "b").iterdir())) == 4


def test_what_is_removed_can_be_put_back_until_it_is_forgotten(
    context: AppContext, pictures: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    queue = context.queue
    queue.pause(True)
    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    one, two = (queue.add(spec(pictures, tmp_path / name)) for name in "ab")
    panel.rows[0].remove_button.click()
    assert queue.jobs == [two] and "out of the queue" in panel.notice.words()
    assert [job.folder for job in Queue(context.home.data / "queue").jobs] == [two.folder] and not one.folder.exists()
    one = queue.add(spec(pictures, tmp_path / "c"))
    panel.rows[1].remove_button.click()
    [each for each in panel.notice.findChildren(QPushButton) if each.text() == "Undo"][-1].click()
    assert queue.jobs == [two, one] and [row.job for row in panel.rows] == [two, one]
    assert [job.folder for job in Queue(context.home.data / "queue").jobs] == [two.folder, one.folder]
    panel.rows[0].remove_button.click()
    panel.rows[0].remove_button.click()
    assert not two.folder.exists() and one.folder.exists()  # the one before can no longer be put back
    assert panel.empty.isVisibleTo(panel)


def test_a_row_is_dragged_to_another_place(context: AppContext, pictures: list[Path], qtbot: QtBot, tmp_path: Path) -> None:
    queue = context.queue
    queue.pause(True)
    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    panel.show()
    one, two, three = (queue.add(spec(pictures, tmp_path / name)) for name in "abc")
    qtbot.waitUntil(lambda: panel.rows[2].y() > panel.rows[1].y() > panel.rows[0].y())
    for row, onto, order in ((0, 2, [two, three, one]), (2, 0, [one, two, three])):
        data = QMimeData()
        data.setData(DRAGGED, panel.rows[row].job.folder.name.encode())
        edge = QPoint(50, 2 if onto == 0 else panel.rows[onto].height() - 2)
        place = panel.rows[onto].mapTo(panel, edge).toPointF()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        panel.dropEvent(QDropEvent(place, Qt.DropAction.MoveAction, data, left, none))
        assert queue.jobs == order and [row.job for row in panel.rows] == order


def test_jobs_of_both_kinds_keep_their_order_over_a_restart(pictures: list[Path], tmp_path: Path) -> None:
    queue = Queue(tmp_path / "queue")
    batches = [BatchJob.begin(queue.new(), spec(pictures, tmp_path / "out")) for _ in range(2)]
    training = TrainingJob.begin(queue.new(), tmp_path / "run")
    for batch in batches:
        queue.add(batch)
    queue.add(training)
    queue.move(training, 0)
    again = Queue(tmp_path / "queue")
    assert [job.folder for job in again.jobs] == [training.folder, *(batch.folder for batch in batches)]
    assert [job.kind for job in again.jobs] == ["training", "batch", "batch"]
    (tmp_path / "queue" / "order.json").write_text("{nonsense")
    (batches[0].folder / "batch.json").write_text("torn")
    assert {job.folder for job in Queue(tmp_path / "queue").jobs} == {training.folder, batches[1].folder}


def test_a_film_is_counted_in_frames(context: AppContext, qtbot: QtBot, tmp_path: Path) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    from tests.video.films import moving, write

    panel = QueuePanel(context)
    qtbot.addWidget(panel)
    said: list[str] = []
    context.activity_changed.connect(lambda _key, activity: said.append(activity.words if activity else ""))
    film = write(tmp_path / "film.mp4", moving(40, 160, 120))
    job = context.queue.add(BatchSpec(look=_LOOK, sources=(film,), folder=tmp_path / "out", steady=1))
    with qtbot.waitSignal(context.message_posted, timeout=_LONG):
        qtbot.waitUntil(lambda: context.queue.running is None, timeout=_LONG)
    assert any("of 40 frames  ·  " in words and "left" in words for words in said)
    assert job.items[0].told in panel.rows[0].notes.text() and "flicker" in job.items[0].told
    assert (tmp_path / "out" / "film-halftone.mp4").exists() and context.queue.left_words() == ""


def test_another_session_goes_on_with_what_is_left(
    context: AppContext, pictures: list[Path], qtbot: QtBot, tmp_path: Path
) -> None:
    context.queue.pause(True)
    context.queue.add(spec(pictures, tmp_path / "out"))
    other = AppContext(Home())
    bar = StatusBar(other)
    qtbot.addWidget(bar)
    other.load_plugins()
    qtbot.waitUntil(lambda: len(other.queue.jobs) == 1 and not other.queue.jobs[0].left, timeout=_LONG)
    assert len(list((tmp_path / "out").iterdir())) == 4
    other.close()


def test_a_result_offers_its_look(
    page: StylizePage, qtbot: QtBot, context: AppContext, pictures: list[Path], tmp_path: Path
) -> None:
    page.controller.editing.adopt(_LOOK)
    result = tmp_path / "result.jpg"
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        page.saving.save_to(result)
    page.gallery.view.choose("oil")
    take(page, result)
    qtbot.waitUntil(lambda: "carries its look" in page.column.notice.words(), timeout=_LONG)
    next(each for each in page.column.notice.findChildren(QPushButton) if each.text() == "Take its look").click()
    qtbot.waitUntil(lambda: page.controller.editing.style == "halftone", timeout=_LONG)
    assert page.controller.editing.look == _LOOK
    context.change(recipes=False)
    with qtbot.waitSignal(page.saving.saver.saved, timeout=_LONG):
        page.saving.save_to(tmp_path / "bare.jpg")
    with Image.open(tmp_path / "bare.jpg") as image:
        assert b"ganstudio" not in image.info.get("xmp", b"")
