"""The language of the window: the system's at the first start, changed without a restart, nothing that is open is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ganstudio.core import translation
from ganstudio.core.settings import Home, Settings, save_settings
from ganstudio.core.translation import tr
from ganstudio.gui.app import languages
from ganstudio.gui.app.start import show_until_closed, start_window
from ganstudio.gui.app.unexpected_errors import ErrorWatch
from ganstudio.gui.app.window import Window


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    languages.use_language(app, "en")
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    return qapp


def test_qts_own_words_are_in_the_language(app: QApplication) -> None:
    languages.use_language(app, "zh_CN")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "取消" in buttons.button(QDialogButtonBox.StandardButton.Cancel).text()
    languages.use_language(app, "en")
    again = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert "Cancel" in again.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_the_first_start_takes_the_systems_language(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda *_: ["zh-Hans-CN", "zh-CN", "zh"])
    languages.use_language(app, Settings().language)
    assert translation.current_language() == "zh_CN" and QLocale().language() == QLocale.Language.Chinese


def test_languages_are_called_as_their_speakers_do() -> None:
    assert languages.languages()["en"] == "English" and languages.languages()["zh_CN"] == "简体中文"


def test_another_language_opens_the_window_again_where_it_was(app: QApplication, samples: Path, tmp_path: Path) -> None:
    picture = tmp_path / "mine.jpg"
    picture.write_bytes((samples / "coffee.jpg").read_bytes())
    save_settings(Home(), Settings(language="en"))
    titles: list[str] = []

    def open_and_change(window: Window) -> None:
        stylize = window.show_page("stylize")
        stylize.input.opener.open_file(picture)  # type: ignore[attr-defined]
        window.show_page("settings")
        titles.append(tr("Settings"))
        QTimer.singleShot(1500, window, lambda: window.context.change(language="zh_CN"))

    def look_and_close(window: Window) -> None:
        assert window.place().page == "settings"
        titles.append(tr("Settings"))
        opened = window.pages["stylize"].controller.looks.current  # type: ignore[attr-defined]
        titles.append(opened.name if opened else "")
        window.close()

    steps = [open_and_change, look_and_close]

    def start() -> Window:
        window = start_window(app, Home(), safe_mode=True)
        step = steps.pop(0)
        window.context.catalog_changed.connect(lambda: QTimer.singleShot(1500, window, lambda: step(window)))
        return window

    assert show_until_closed(app, ErrorWatch(), start) == 0
    assert titles == ["Settings", "设置", "mine.jpg"]
