"""Copying a report of this machine and of the last errors, for whoever mends them."""

import threading
from collections.abc import Iterator
from functools import partial

from PySide6.QtGui import QGuiApplication

from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.translations import tr


def copy_report(context: AppContext) -> None:
    """Put on the clipboard what `ganstudio doctor` prints, without private paths; made beside the window."""
    context.post_message(tr("Making the report…"))
    ready, make = partial(_copy, context), partial(_report, context)
    context.files.submit(make, key="report", priority=0, on_item=ready, failed=context.report_error)


def _report(context: AppContext, _stop: threading.Event) -> Iterator[str]:
    from ganstudio.report import make_report

    yield make_report(context.home, lambda: context.catalog, window=f"open on “{QGuiApplication.platformName()}”").text()


def _copy(context: AppContext, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    context.post_message(tr("The report is copied ✓"), "good")
