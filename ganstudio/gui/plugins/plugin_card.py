"""The card of one plugin: what it is, what it brings, whether it may run, what failed."""

import platform
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from ganstudio import __version__
from ganstudio.gui.app.translations import tr
from ganstudio.gui.widgets.layout import label, tool
from ganstudio.gui.widgets.notice import Notice
from ganstudio.plugins.catalog import Plugin


class PluginCard(QFrame):
    """A plugin's card; `switched` carries its name and whether it is to be on."""

    switched = Signal(str, bool)
    trusted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, plugin: Plugin) -> None:
        super().__init__()
        self.plugin = plugin
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(self._head())
        if plugin.summary:
            column.addWidget(label(tr(plugin.summary)))
        facts = label(_facts(plugin), "secondary")
        facts.setToolTip(plugin.pack or _origin(plugin))
        column.addWidget(facts)
        notice = Notice(closable=False)
        column.addWidget(notice)
        if plugin.error:
            notice.show_words(plugin.error, tone="error", details=failure_report(plugin))
        elif not plugin.trusted:
            notice.show_words(
                tr("This plugin is a program. It can do on this machine whatever you can, and runs only when you trust it."),
                tone="warning",
                actions=((tr("Trust and load"), partial(self.trusted.emit, plugin)),),
            )

    def _head(self) -> QHBoxLayout:
        plugin = self.plugin
        head = QHBoxLayout()
        head.addWidget(label(plugin.name, "name", wrap=False))
        head.addWidget(label(plugin.version, wrap=False))
        head.addStretch(1)
        head.addWidget(
            label(_state(plugin), "error" if plugin.error else "good" if plugin.loaded else "secondary", wrap=False)
        )
        if plugin.origin != "bundled" and not plugin.twin:  # that name's switch belongs to another
            head.addWidget(enable_box(plugin, self.switched))
        if is_removable(plugin):
            head.addWidget(tool("trash", tr("Put {} into the trash").format(plugin.name),
                                partial(self.remove_wanted.emit, plugin)))  # fmt: skip
        return head


def enable_box(plugin: Plugin, switched: SignalInstance) -> QCheckBox:
    """The box that turns a plugin on and off."""
    box = QCheckBox(tr("On"))
    box.setChecked(plugin.enabled)
    box.setAccessibleName(tr("{} is switched on").format(plugin.name))
    box.setToolTip(tr("Switch it off without removing it"))
    box.toggled.connect(partial(switched.emit, plugin.name))
    return box


def is_removable(plugin: Plugin) -> bool:
    """Whether it lies in a folder of the user's, who may remove it."""
    return plugin.origin not in ("bundled", "installed") and bool(plugin.pack or plugin.digest)


def failure_report(plugin: Plugin) -> str:
    """What an author needs to know of a failure."""
    facts = {
        "plugin": f"{plugin.name} {plugin.version}".strip(),
        "from": plugin.pack or _origin(plugin),
        "content": plugin.digest or "unknown",
        "GAN Studio": __version__,
        "Python": platform.python_version(),
        "system": platform.platform(),
    }
    return "\n".join(f"{name}: {fact}" for name, fact in facts.items()) + f"\n\n{plugin.report or ''}"


def _state(plugin: Plugin) -> str:
    if plugin.error:
        return tr("failed")
    if not plugin.enabled:
        return tr("switched off")
    return tr("loaded") if plugin.trusted else tr("waits for your trust")


def _origin(plugin: Plugin) -> str:
    known = {"bundled": tr("came with the studio"), "installed": tr("installed as a package")}
    return known.get(plugin.origin, plugin.origin)


def _facts(plugin: Plugin) -> str:
    brings = [*plugin.styles, *plugin.architectures]
    facts = [
        _origin(plugin),
        plugin.licence,
        tr("content {}").format(plugin.digest[:12]) if plugin.digest else "",
        tr("brings {}").format(", ".join(brings)) if brings else "",
    ]
    return "  ·  ".join(fact for fact in facts if fact)
