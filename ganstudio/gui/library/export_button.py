"""What can be made of a trained run for use elsewhere: a model card, ONNX, its weights, labelled sets of pictures."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from ganstudio.core.events import Event, Saved, TileDone
from ganstudio.gui.app.context import AppContext
from ganstudio.gui.app.services import Activity
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.controls import PushButton

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog

EACH = 100  # pictures of each kind in a labelled set


class ExportButton(PushButton):
    """A menu of ways out; each works beside the window and says where the result is."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(tr("Export…"))
        self._context = context
        self._run = Path()
        self.setToolTip(tr("A model card, the network as ONNX or safetensors, or labelled sets of new pictures"))
        menu = QMenu(self)
        menu.addAction(tr("Model card"), self.write_card)
        menu.addAction(tr("Network as ONNX…"), partial(self._ask, "onnx"))
        menu.addAction(tr("Weights as safetensors…"), partial(self._ask, "safetensors"))
        self._export_sets = menu.addAction(tr("Labelled sets of pictures…"), self._ask_for_sets)
        self.setMenu(menu)

    def show_run(self, folder: Path, *, paints: bool) -> None:
        """Export this run from now on; one that paints makes no sets."""
        self._run = folder
        self._export_sets.setVisible(not paints)

    def write_card(self) -> None:
        """Write the model card into the run's folder, and open it."""
        self._begin(partial(_card, self._run, self._context.catalog), self._open)

    def export_to(self, path: Path) -> None:
        """Write the network in the format of the suffix."""
        self._begin(partial(_export, self._run, self._context.catalog, path), self._take_event)

    def export_labelled_sets(self, folder: Path) -> None:
        """Make some pictures of each kind, and a list of them."""
        self._begin(
            partial(_export_sets, self._run, self._context.catalog, folder, self._context.settings.device), self._take_event
        )

    def _ask(self, suffix: str) -> None:
        results = self._context.home.results(self._context.settings)
        results.mkdir(parents=True, exist_ok=True)
        path, _ = QFileDialog.getSaveFileName(self, tr("Export"), str(results / f"{self._run.name}.{suffix}"), f"*.{suffix}")
        if path:
            self.export_to(Path(path))

    def _ask_for_sets(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a folder for the sets"))
        if folder:
            self.export_labelled_sets(Path(folder))

    def _begin(self, source: Callable[[Flag], Iterator[Event | Path]], on_item: Callable[[Event | Path], None]) -> None:
        job = self._context.compute.submit(
            source, key="export", on_item=on_item, failed=self._context.report_error,
            ended=partial(self._context.show_activity, "export", None),
        )  # fmt: skip
        self._context.show_activity("export", Activity(tr("Exporting “{}”").format(self._run.name), None, job.cancel))

    def _take_event(self, event: Event | Path) -> None:
        if isinstance(event, Saved):
            self._context.post_message(tr("Saved {} ✓").format(Path(event.path).name), "good")
        elif isinstance(event, TileDone):
            share = event.done / max(1, event.total)
            self._context.show_activity("export", Activity(tr("Exporting “{}”").format(self._run.name), share))

    def _open(self, card: Event | Path) -> None:
        if isinstance(card, Path):
            self._context.post_message(tr("Saved {} ✓").format(card.name), "good")
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(card)))


def _card(run: Path, catalog: "Catalog", _stop: Flag) -> Iterator[Path]:
    from ganstudio.explore.card import write_card
    from ganstudio.runs.run import Run

    yield write_card(Run.open(run), catalog)


def _export(run: Path, catalog: "Catalog", out: Path, stop: Flag) -> Iterator[Event]:
    from ganstudio.explore.export import export_network
    from ganstudio.runs.run import Run

    yield from export_network(Run.open(run), catalog, out=out, stop=stop)


def _export_sets(run: Path, catalog: "Catalog", out: Path, device: str, stop: Flag) -> Iterator[Event]:
    from ganstudio.explore.labelled_set import make_labelled_set
    from ganstudio.runs.run import Run

    yield from make_labelled_set(Run.open(run), catalog, out=out, count=EACH, device=device, stop=stop)
