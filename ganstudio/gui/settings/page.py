"""The Settings page: few, each with its default and a sentence."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganstudio.core.errors import GanStudioError
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.languages import languages
from ganstudio.gui.app.report_copy import copy_report
from ganstudio.gui.app.translations import tr
from ganstudio.gui.app.unexpected_errors import open_log_folder
from ganstudio.gui.settings.network_row import Network
from ganstudio.gui.widgets.controls import ComboBox
from ganstudio.gui.widgets.layout import button, label, section
from ganstudio.gui.widgets.notice import Notice


class SettingsPage(QWidget):
    """Changes take effect at once, except the language, which says so."""

    def __init__(self, studio: AppContext) -> None:
        super().__init__()
        self._studio = studio
        self.notice = Notice()
        self._boxes: dict[str, QComboBox] = {}
        middle = QWidget()
        middle.setMaximumWidth(720)
        self._column = QVBoxLayout(middle)
        self._column.setContentsMargins(24, 24, 24, 24)
        self._column.setSpacing(6)
        self._column.addWidget(label(tr("Settings"), "title"))
        self._column.addWidget(self.notice)
        self._fill()
        self._column.addStretch(1)
        inside = QWidget()
        whole = QHBoxLayout(inside)
        whole.addStretch(1)
        whole.addWidget(middle, 20)
        whole.addStretch(1)
        area = QScrollArea()  # a small window shows a part of it, and squeezes nothing
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)
        studio.settings_changed.connect(self._show)

    def _show(self) -> None:
        """Show what was changed elsewhere, as in the sheet that saves."""
        for name, box in self._boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(self._studio.settings, name))))

    def _fill(self) -> None:
        settings = self._studio.settings
        self._begin(tr("Window"))
        self._add("theme", tr("Theme"), tr("Colours of the window. Default: dark."),
                  self._choice("theme", {"dark": tr("Dark"), "light": tr("Light")}, settings.theme))  # fmt: skip
        self._add("language", tr("Language"), tr("Language of the window, from the next start on. Default: English."),
                  self._choice("language", languages(), settings.language))  # fmt: skip
        self._begin(tr("Computing"))
        devices = {
            "auto": tr("Automatic"),
            "cpu": tr("Processor"),
            "cuda": tr("NVIDIA graphics card"),
            "mps": tr("Apple graphics"),
        }
        self._add("device", tr("Device"), tr("Where pictures are computed. Automatic takes the fastest that there is."),
                  self._choice("device", devices, settings.device))  # fmt: skip
        places = {"here": tr("In the window"), "apart": tr("In a process of its own")}
        self._add("training", tr("Training"), tr("A process of its own begins later, and lives on if the window fails."),
                  self._choice("training", places, settings.training))  # fmt: skip
        self._begin(tr("Results"))
        self._add("recipes", tr("Recipes"), tr("The look of a result is in it, to be had again; no folder is named."),
                  self._choice("recipes", {True: tr("In each result"), False: tr("In none")}, settings.recipes))  # fmt: skip
        self._add("gps", tr("Place"), tr("Where a photograph was taken."),
                  self._choice("gps", {True: tr("Kept in the result"), False: tr("Left out")}, settings.gps))  # fmt: skip
        self._begin(tr("Networks of others"))
        self._column.addSpacing(6)
        self._column.addWidget(Network(self._studio))
        self._begin(tr("Folders"))
        home = self._studio.home
        self._add(
            "runs", tr("Trainings"), tr("New trainings are kept here."), self._folder("runs", str(home.runs(settings)))
        )
        self._add(
            "results", tr("Pictures"), tr("Save dialogs begin here."), self._folder("results", str(home.results(settings)))
        )
        self._add("plugins", tr("Drop-in plugins"), tr("Plugins that you put here are listed on the Plugins page."),
                  _fixed(str(home.plugins)))  # fmt: skip
        self._add("file", tr("Settings file"), tr("All of this as text."), _fixed(str(home.settings_file)))
        self._begin(tr("When something goes wrong"))
        self._add("report", tr("Report"), tr("Versions, devices and the last errors, without your folders."),
                  button(tr("Copy a report"), tr("To paste where you ask for help"), self._copy_report))  # fmt: skip
        self._add("log", tr("Log"), tr("What went wrong, as text; nothing of it is sent anywhere."),
                  button(tr("Open the log’s folder"), str(home.logs), partial(open_log_folder, home)))  # fmt: skip

    def _copy_report(self) -> None:
        copy_report(self._studio)

    def _begin(self, title: str) -> None:
        self._column.addSpacing(16)
        self._column.addWidget(section(title))

    def _add(self, name: str, title: str, help: str, editor: QWidget) -> None:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        head = label(title)
        head.setBuddy(editor)
        words.addWidget(head)
        words.addWidget(label(help, "secondary"))
        row.addLayout(words, 1)
        row.addWidget(editor, 1)
        editor.setObjectName(editor.objectName() or name)
        editor.setAccessibleName(title)
        editor.setToolTip(help)
        self._column.addSpacing(6)
        self._column.addLayout(row)

    def _choice(self, name: str, choices: Mapping[Any, str], now: Any) -> QComboBox:
        box = self._boxes[name] = ComboBox()
        for key, words in choices.items():
            box.addItem(words, key)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.currentIndexChanged.connect(lambda index: self._change(name, box.itemData(index)))
        return box

    def _folder(self, name: str, now: str) -> QWidget:
        line = QLineEdit(now)
        line.setReadOnly(True)

        def choose() -> None:
            folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), line.text())
            if folder and self._change(name, folder):
                line.setText(folder)

        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(button(tr("Change…"), tr("Choose another folder"), choose))
        whole.setFocusProxy(line)
        return whole

    def _change(self, name: str, value: object) -> bool:
        try:
            self._studio.change(**{name: value})
        except GanStudioError as error:
            self.notice.show_words(str(error), tone="error")
            return False
        self._studio.say(tr("Saved ✓"), "good")
        return True


def _fixed(words: str) -> QLabel:
    made = label(words, "secondary")
    made.setTextInteractionFlags(made.textInteractionFlags().TextSelectableByMouse)
    return made
