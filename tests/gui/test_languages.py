"""The language of the window: the system's at the first start, changed without a restart, nothing that is open is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from ganstudio.core import translation
from ganstudio.core.settings import Home, Settings, save_settings
from ganstudio.core.translation import tr
from ganstudio.gui.app import languages
from ganstudio.gui.app.start import run_window, start_window
from ganstudio.gui.app.unexpected_errors import ErrorWatch
from ganstudio.gui.app.window import Window
from ganstudio.gui.stylize.page import StylizePage


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


def when(window: Window, is_so: Callable[[], bool], act: Callable[[], object]) -> None:
    """Do something in the window as soon as something is so."""
    timer = QTimer(window, interval=20)

    def look() -> None:
        if is_so():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start()


def shown_file(window: Window) -> str:
    """The name of the picture that the Stylize page shows; empty where it shows none."""
    page = window.pages.get("stylize")
    current = page.controller.looks.current if isinstance(page, StylizePage) else None
    return current.name if current else ""


def test_another_language_opens_the_window_again_where_it_was(app: QApplication, samples: Path, tmp_path: Path) -> None:
    picture = tmp_path / "mine.jpg"
    picture.write_bytes((samples / "coffee.jpg").read_bytes())
    save_settings(Home(), Settings(language="en"))
    seen: list[str] = []

    def open_picture(window: Window) -> None:
        page = window.show_page("stylize")
        assert isinstance(page, StylizePage)
        page.input.opener.open_file(picture)
        when(window, lambda: shown_file(window) == "mine.jpg", lambda: change(window))

    def change(window: Window) -> None:
        window.show_page("settings")
        seen.append(tr("Settings"))
        window.context.change(language="zh_CN")

    def look_and_close(window: Window) -> None:
        seen.extend((window.place().page, tr("Settings"), shown_file(window)))
        window.close()

    steps: list[tuple[Callable[[Window], bool], Callable[[Window], None]]] = [
        (lambda window: bool(shown_file(window)), open_picture),
        (lambda window: shown_file(window) == "mine.jpg" and window.place().page == "settings", look_and_close),
    ]

    def start() -> Window:
        window = start_window(app, Home(), safe_mode=True)
        ready, act = steps.pop(0)
        when(window, lambda: bool(window.context.catalog.plugins) and ready(window), lambda: act(window))
        return window

    assert run_window(app, ErrorWatch(), start) == 0
    assert seen == ["Settings", "settings", "设置", "mine.jpg"]
