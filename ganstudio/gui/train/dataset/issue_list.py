"""What was found in a folder as a list: how grave, what, in how many pictures."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ganstudio.gui.app.theme import current_theme, icon
from ganstudio.gui.app.translations import tr

if TYPE_CHECKING:
    from ganstudio.images.dataset.report import DatasetReport, Finding

TITLES = {
    "broken": "Cannot be read",
    "few": "Few pictures",
    "copies": "Exact copies",
    "alike": "Look the same",
    "tiny": "Too small",
    "long": "Very long or tall",
    "mixed": "Mixed orientations",
    "ink": "Colours for printing",
    "profile": "Another colour profile",
    "clear": "Transparent",
    "grey": "Grey among coloured",
    "animated": "Films and many pages",
}
_ALL = ""


class IssueList(QTreeWidget):
    """A row for all pictures and one for each finding; `chosen` carries the finding's name, nothing for all."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("issues")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIconSize(QSize(20, 20))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("What was found"))
        self.setToolTip(tr("Choose one to see its pictures"))
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._emit_choice)

    def show_findings(self, findings: "DatasetReport") -> None:
        """Show them, the gravest first, and choose it; all pictures where nothing is wrong."""
        self.clear_findings()
        self._add(_ALL, tr("All pictures"), len(findings.images), "pictures", current_theme().secondary)
        for finding in findings.findings:
            files = finding.surplus if finding.groups else finding.files
            self._add(finding.name, tr(TITLES[finding.name]), len(files), *_mark(finding), tip=finding.sentence)
        self.choose(next((finding.name for finding in findings.findings if finding.files), _ALL))

    def clear_findings(self) -> None:
        """Show nothing, and say nothing of it."""
        with QSignalBlocker(self):
            self.clear()

    def name(self) -> str:
        """The finding that is chosen."""
        item = self.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item else _ALL

    def choose(self, name: str) -> None:
        """Choose a finding by its name."""
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, Qt.ItemDataRole.UserRole) == name:
                self.setCurrentItem(item)

    def _add(self, name: str, title: str, count: int, icon_name: str, colour: str, tip: str = "") -> None:
        item = QTreeWidgetItem([title, f"{count:,}" if count else ""])
        item.setIcon(0, icon(icon_name, colour))
        item.setData(0, Qt.ItemDataRole.UserRole, name)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{title}, {count:,}" if count else title)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setSizeHint(0, QSize(0, 34))
        item.setToolTip(0, tip or title)
        self.addTopLevelItem(item)

    def _emit_choice(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(self.name())


def _mark(finding: "Finding") -> tuple[str, str]:
    theme = current_theme()
    marks = {"broken": ("close", theme.error), "warning": ("warning", theme.accent), "note": ("info", theme.secondary)}
    return marks[finding.severity]
