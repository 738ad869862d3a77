"""The log: bounded, shared by processes, never in the way; crashes, warnings and repeated remarks."""

import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from ganstudio.core import log
from ganstudio.core.settings import Home

_START = "from ganstudio.core.settings import Home; from ganstudio.core.log import *; start_log(Home(), 'test')\n"


@pytest.fixture
def home() -> Iterator[Home]:
    """A home whose log is open in this process, with nothing changed for the tests after this one."""
    log.open_log(Home(), "test")
    yield Home()
    log.close_log()


def _run(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _START + code]
    return subprocess.run(command, check=False, env=os.environ | env, capture_output=True, text=True, timeout=60)


def _text(home: Home) -> str:
    return (home.logs / log.NAME).read_text(encoding="utf-8")


def test_an_entry_says_when_how_bad_and_where(home: Home) -> None:
    logging.getLogger("ganstudio.some.module").error("It broke\nERROR forged \x1b[2J")
    first, second = _text(home).splitlines()
    assert " ERROR test " in first and "ganstudio.some.module: It broke" in first
    assert second.startswith("    ERROR forged") and "\x1b" not in second
    assert log.log_file() == home.logs / log.NAME


def test_the_log_stays_small(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LARGEST", 4000)
    log.open_log(home, "test")
    for number in range(200):
        logging.getLogger("ganstudio").warning("remark %d %s", number, "x" * 100)
    logging.getLogger("ganstudio").warning("y" * 10_000_000)
    files = sorted(home.logs.glob(f"{log.NAME}*"))
    assert len(files) == 1 + log.OLDER
    assert all(file.stat().st_size <= 4000 for file in files[1:]) and files[0].stat().st_size < 40_000


def test_what_repeats_leaves_room_for_the_rest(home: Home) -> None:
    for _ in range(250):
        logging.getLogger("qt.default").warning("QPainter::begin: no engine")
    assert _text(home).count("QPainter") == 3
    assert "for the 100th time" in _text(home)


def test_different_errors_of_one_place_are_all_written(home: Home) -> None:
    for number, kind in enumerate([KeyError, ValueError, KeyError]):
        try:
            if number:
                raise kind(number)
            raise kind(number)
        except Exception as error:
            log.log_unexpected(error)
    assert len(log.last_errors(home.logs, 9)) == 3


def test_several_processes_lose_nothing_while_the_file_rotates() -> None:
    code = """
import logging, sys
import ganstudio.core.log
ganstudio.core.log._PATIENCE = 30
handler = logging.getLogger().handlers[-1]
handler.maxBytes, handler.backupCount = 5000, 50
for number in range(60):
    logging.getLogger("ganstudio").warning("remark %s %d " + "x" * 50, sys.argv[1], number)
"""
    started = [subprocess.Popen([sys.executable, "-c", _START + code, name]) for name in "abc"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    texts = [file.read_text() for file in Home().logs.glob(f"{log.NAME}*")]
    lines = [line for text in texts for line in text.splitlines()]
    assert len(texts) > 3 and len(lines) == len(set(lines)) == 180


@pytest.mark.parametrize("kind", ["file", "pipe", "read-only", "full"])
def test_a_log_that_cannot_be_written_stops_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    if kind == "file":
        home.write_text("no folder")
    elif kind == "pipe":
        (home / "logs").mkdir(parents=True)
        for name in (log.NAME, log.CRASHES):
            os.mkfifo(home / "logs" / name)
    elif kind == "read-only":
        if not Path("/proc/1").is_dir():
            pytest.skip("needs a folder that nobody may write")
        home = Path("/proc/1/nothing")
    else:
        if not Path("/dev/full").exists():
            pytest.skip("needs a device that is always full")
        (home / "logs").mkdir(parents=True)
        (home / "logs" / log.NAME).symlink_to("/dev/full")
    done = _run("import logging; logging.getLogger('x').error('lost'); print(log_file())", GANSTUDIO_HOME=str(home))
    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")


def test_warnings_go_into_the_log(home: Home) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.showwarning = logging._showwarning  # type: ignore[attr-defined]  # pytest takes its place otherwise
        warnings.warn("torch says so", UserWarning, stacklevel=1)
    assert "UserWarning: torch says so" in _text(home)


def test_what_pillow_remarks_goes_into_the_log(samples: Path) -> None:
    code = f"""
from pathlib import Path
from PIL import Image
from ganstudio.images.open import open_picture
open_picture(Path({str(samples / "coffee.jpg")!r}))
Image.MAX_IMAGE_PIXELS = 150_000
Image.open({str(samples / "coffee.jpg")!r})
"""
    done = _run(code)
    assert (done.returncode, done.stderr) == (0, "")
    assert "DecompressionBombWarning" in _text(Home())


@pytest.mark.proof
def test_a_hard_crash_is_in_the_log_of_the_next_process() -> None:
    assert _run("import faulthandler; faulthandler._sigsegv()").returncode != 0
    assert "Segmentation fault" in (Home().logs / log.CRASHES).read_text()
    assert _run("").returncode == 0
    assert "Segmentation fault" in log.last_errors(Home().logs, 5)[-1]
    assert (Home().logs / log.CRASHES).read_text() == ""


def test_what_nobody_caught_is_logged_and_told() -> None:
    code = (
        "import threading\n"
        "watch_unexpected(lambda sentence, details: print(sentence))\n"
        "threading.Thread(target=lambda: 1 / 0).start()\n"
        "class Bad:\n    def __del__(self): raise KeyError('unheard')\n"
        "Bad()\n"
        "raise ValueError('at last')\n"
    )
    done = _run(code)
    assert done.stderr == ""
    assert "ZeroDivisionError" in done.stdout and "ValueError: at last" in done.stdout
    found = _text(Home())
    assert "ZeroDivisionError" in found and "ValueError: at last" in found and "unheard" in found


def test_an_error_without_words_of_its_own_has_a_sentence(home: Home) -> None:
    class OddError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    sentence, details = log.log_unexpected(OddError())
    assert "OddError" in sentence and "OddError" in details


def test_the_last_errors_are_found_across_rotated_files(home: Home) -> None:
    assert log.last_errors(home.logs, 3) == []
    home.logs.mkdir()
    (home.logs / f"{log.NAME}.1").write_text("2026-01-01 10:00:00+0000 ERROR a 1 M x: old\n    line\n", encoding="utf-8")
    logging.getLogger("ganstudio").info("a remark")
    logging.getLogger("ganstudio").error("new")
    old, new = log.last_errors(home.logs, 3)
    assert old.endswith("x: old\n    line") and new.endswith("new")


def test_threads_write_together(home: Home) -> None:
    def write(name: str) -> None:
        for number in range(20):
            logging.getLogger("ganstudio").warning("%s %d", name, number)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_text(home).splitlines()) == 80
