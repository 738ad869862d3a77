"""The machine is kept awake by what its system has for it, as long as a training runs."""

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.gui.app.sleep_inhibitor import SleepInhibitor

if sys.platform == "win32":
    pytest.skip("Windows is told in another way", allow_module_level=True)


def test_a_keeper_runs_between_hold_and_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    keeper = tmp_path / "caffeinate"
    keeper.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/said\nexec sleep 60\n', encoding="utf-8")
    keeper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    awake = SleepInhibitor()
    awake.hold()
    awake.hold()
    process = awake._keeper
    assert process is not None
    qtbot.waitUntil(lambda: (tmp_path / "said").exists() and (tmp_path / "said").read_text() != "")
    assert (tmp_path / "said").read_text() == f"-i -w {os.getpid()}\n"
    assert process.poll() is None
    awake.release()
    awake.release()
    assert process.poll() is not None


def test_where_nothing_can_keep_it_awake_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    awake = SleepInhibitor()
    awake.hold()
    assert awake._keeper is None
    awake.release()
