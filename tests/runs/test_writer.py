import json
import os
import platform
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.runs.layout import WRITER as NAME
from ganstudio.runs.run import Run
from ganstudio.runs.writer_lock import exclusive_lock, is_alive


def claim(folder: Path, **changes: object) -> None:
    """A writer's file as somebody else left it."""
    owner = {"pid": os.getpid(), "host": platform.node(), "created": psutil.Process().create_time(), "key": "theirs"}
    (folder / NAME).write_text(json.dumps(owner | changes), encoding="utf-8")


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_one_writer_at_a_time(run: Run) -> None:
    with run.lock():
        assert is_alive(run.folder)
        with pytest.raises(GanStudioError, match=f"already being written by process {os.getpid()}"), run.lock():
            pass
        assert is_alive(run.folder)
    assert not is_alive(run.folder)
    with run.lock():
        pass


def test_a_dead_writer_is_succeeded(run: Run) -> None:
    claim(run.folder, pid=dead_pid())
    assert not is_alive(run.folder)
    with run.lock():
        assert is_alive(run.folder)


def test_a_number_given_to_another_process_is_no_writer(run: Run) -> None:
    claim(run.folder, created=psutil.Process().create_time() - 1000)
    assert not is_alive(run.folder)
    with run.lock():
        pass


def test_a_zombie_is_dead(run: Run) -> None:
    if sys.platform == "win32":
        pytest.skip("no zombies there")
    process = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    about = psutil.Process(process.pid)
    claim(run.folder, pid=process.pid, created=about.create_time())
    assert is_alive(run.folder)
    process.kill()
    while about.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    assert not is_alive(run.folder)
    process.communicate()


def test_a_writer_on_another_machine_cannot_be_asked(run: Run) -> None:
    claim(run.folder, host="elsewhere", pid=dead_pid())
    with pytest.raises(GanStudioError, match=f"on elsewhere; if that one is surely over, delete {NAME}"), run.lock():
        pass


def test_a_torn_claim_counts_for_a_moment_only(run: Run) -> None:
    (run.folder / NAME).write_text('{"pid": 12', encoding="utf-8")
    with pytest.raises(GanStudioError), run.lock():
        pass
    os.utime(run.folder / NAME, (time.time() - 60, time.time() - 60))
    with run.lock():
        pass


def test_of_many_who_find_a_dead_writer_one_succeeds(run: Run) -> None:
    claim(run.folder, pid=dead_pid())
    gate, outcomes, hold = threading.Barrier(8), [], threading.Event()

    def attempt() -> None:
        gate.wait()
        try:
            with run.lock():
                outcomes.append("in")
                hold.wait(5)
        except GanStudioError:
            outcomes.append("out")
            if outcomes.count("out") == 7:
                hold.set()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["out"] * 7


def test_one_who_was_robbed_does_not_remove_the_other_claim(run: Run) -> None:
    with exclusive_lock(run.folder):
        (run.folder / NAME).unlink()
        claim(run.folder, key="another's")
    assert (run.folder / NAME).exists()


def test_what_a_killed_writer_left_half_written_is_swept(run: Run) -> None:
    half_written = [f".{letter * 32}.new" for letter in "abcd"]
    torn = [half_written[0], f"samples/{half_written[1]}", *(f"checkpoints/{name}" for name in half_written[2:])]
    kept = [
        "notes.txt",
        ".gitignore",
        ".draft.new",
        "samples/.mine.new",
        "samples/000000064.png",
        "checkpoints/000000064.safetensors",
    ]
    for name in torn + kept:
        (run.folder / name).parent.mkdir(exist_ok=True)
        (run.folder / name).write_bytes(b"")
    with run.lock():
        assert not [name for name in torn if (run.folder / name).exists()]
        assert [name for name in kept if (run.folder / name).exists()] == kept


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the time of a process's start follows the clock")
def test_a_clock_that_was_set_anew_makes_no_living_writer_dead(run: Run) -> None:
    with run.lock():
        file = run.folder / NAME
        owner = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(owner | {"created": owner["created"] - 3600}), encoding="utf-8")
        assert is_alive(run.folder)
        file.write_text(json.dumps(owner | {"started": "another boot 1"}), encoding="utf-8")
        assert not is_alive(run.folder)
        file.write_text(json.dumps(owner), encoding="utf-8")
