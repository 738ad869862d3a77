"""Lanes: order, replacement, cancelling, errors; the training thread."""

import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ganstudio.core.errors import GanStudioError
from ganstudio.core.settings import Home
from ganstudio.gui.app.services import AppServices
from ganstudio.gui.app.workers import TrainingThread, Worker


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker("test")
    made.start()
    yield made
    made.close()
    assert made.isFinished()


def test_what_a_source_yields_arrives_on_the_gui_thread(lane: Worker, qtbot: QtBot) -> None:
    seen: list[tuple[int, bool]] = []
    here = threading.get_ident()
    lane.submit(lambda _stop: iter([1, 2, 3]), key="a", on_item=lambda n: seen.append((n, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [(1, True), (2, True), (3, True)]


def test_a_new_job_cancels_the_one_with_the_same_key(lane: Worker, qtbot: QtBot) -> None:
    seen: list[str] = []
    begun = threading.Event()

    def slow(stop: threading.Event) -> Iterator[str]:
        begun.set()
        while not stop.is_set():
            time.sleep(0.001)
        yield "old"

    lane.submit(slow, key="preview", on_item=seen.append)
    assert begun.wait(5)
    lane.submit(lambda _stop: iter(["new"]), key="preview", on_item=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["new"]


def test_the_most_urgent_comes_first(lane: Worker, qtbot: QtBot) -> None:
    seen: list[str] = []
    gate = threading.Event()

    def blocked(_stop: threading.Event) -> Iterator[str]:
        gate.wait(5)
        yield "first"

    lane.submit(blocked, key="gate", on_item=seen.append)
    lane.submit(lambda _stop: iter(["thumbnail"]), key="t", priority=5, on_item=seen.append)
    lane.submit(lambda _stop: iter(["preview"]), key="p", priority=1, on_item=seen.append)
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["first", "preview", "thumbnail"]


def test_a_users_error_is_a_sentence_and_a_bug_keeps_its_traceback(lane: Worker, qtbot: QtBot) -> None:
    failures: list[tuple[str, str]] = []

    def refuses(_stop: threading.Event) -> Iterator[None]:
        raise GanStudioError("The file is empty.")
        yield

    def breaks(_stop: threading.Event) -> Iterator[None]:
        raise KeyError("bug")
        yield

    for key, source in (("a", refuses), ("b", breaks)):
        lane.submit(source, key=key, failed=lambda words, details: failures.append((words, details)))
    qtbot.waitUntil(lambda: len(failures) == 2)
    assert failures[0] == ("The file is empty.", "")
    assert "KeyError" in failures[1][1]


def test_a_training_thread_emits_each_event_in_order(qtbot: QtBot) -> None:
    seen: list[int] = []
    thread = TrainingThread(lambda: iter(range(5)), threading.Event())
    thread.item_ready.connect(seen.append)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert seen == list(range(5))


class _Source:
    """Something large that a job works on."""

    def __call__(self, _stop: threading.Event) -> Iterator[int]:
        yield 1


def test_what_a_job_worked_on_is_let_go_once_another_has_ended(lane: Worker, qtbot: QtBot) -> None:
    last, sources = [], []
    for number in range(4):
        source, ended = _Source(), list[bool]()
        sources.append(weakref.ref(source, lambda _: last.append(threading.current_thread() is threading.main_thread())))
        lane.submit(source, key=f"{number % 2}", on_item=int, ended=lambda ended=ended: ended.append(True))  # type: ignore[misc]
        del source
        qtbot.waitUntil(lambda ended=ended: bool(ended))  # type: ignore[misc]
    assert [source() is None for source in sources] == [True, True, True, False]
    assert last == [True, True, True]


def test_a_job_that_never_began_is_let_go_too(lane: Worker, qtbot: QtBot) -> None:
    gate, ended = threading.Event(), list[bool]()
    sources = [_Source() for _ in range(3)]
    known = [weakref.ref(source) for source in sources]
    lane.submit(lambda _stop: iter([gate.wait(5)]), key="gate")
    while sources:
        lane.submit(sources.pop(), key="the same", on_item=int)
    gate.set()
    lane.submit(lambda _stop: iter(()), key="last", ended=lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended))
    assert [source() for source in known] == [None, None, None]


@pytest.fixture
def services() -> Iterator[AppServices]:
    """Made while Python collects garbage by itself, as in the program; afterwards it does or does not, as before."""
    before = gc.isenabled()
    gc.enable()
    made = AppServices(Home())
    yield made
    made.close()
    assert gc.isenabled()
    (gc.enable if before else gc.disable)()


def test_a_worker_never_collects_the_garbage_of_the_window(services: AppServices, qtbot: QtBot) -> None:
    collected, asked = list[threading.Thread](), list[object]()
    widget = QWidget()
    weakref.finalize(widget, lambda: collected.append(threading.current_thread()))
    widget.itself = widget  # type: ignore[attr-defined]
    del widget
    services.compute.submit(_ask_for_memory, key="a", on_item=asked.append)
    qtbot.waitUntil(lambda: bool(asked) and bool(collected))
    assert collected == [threading.main_thread()]


def _ask_for_memory(_stop: threading.Event) -> Iterator[list[list[None]]]:
    """So many objects that Python goes through all there are."""
    yield [[] for _ in range(200_000)]
