"""The look at the battery: on a system that does not tell of any it is quiet."""

import sys
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ganstudio.gui.train.battery import Battery


@pytest.mark.skipif(sys.platform != "linux", reason="batteries are told of in files on Linux alone")
def test_without_the_systems_files_there_is_no_battery(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psutil._pslinux.POWER_SUPPLY_PATH", str(tmp_path / "sys" / "class" / "power_supply"))
    with pytest.raises(FileNotFoundError):
        psutil.sensors_battery()
    parent = QObject()
    battery = Battery(parent)
    with qtbot.assertNotEmitted(battery.low):
        battery.look()
