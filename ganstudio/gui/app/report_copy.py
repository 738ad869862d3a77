"""Copying a report of this machine and of the last errors, for whoever mends them."""

import threading
from collections.abc import Iterator
from functools import partial

from PySide6.QtGui import QGuiApplication

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr


def copy_report(studio: AppContext) -> None:
    """Put on the clipboard what `ganstudio doctor` prints, without private paths; made beside the window."""
    studio.say(tr("Making the report…"))
    ready, make = partial(_copy, studio), partial(_report, studio)
    studio.files.submit(make, key="report", priority=0, on_item=ready, failed=studio.fail)


def _report(studio: AppContext, _stop: threading.Event) -> Iterator[str]:
    from ganstudio.report import make_report

    yield make_report(studio.home, lambda: studio.catalog, window=f"open on “{QGuiApplication.platformName()}”").text()


def _copy(studio: AppContext, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    studio.say(tr("The report is copied ✓"), "good")
