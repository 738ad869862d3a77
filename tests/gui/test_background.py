"""Lanes: order, replacement, cancelling, errors; the training thread."""

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.core.errors import GanStudioError
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
