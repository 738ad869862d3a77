"""What the pages share: the services of the window, its queue, and the fetching of the network."""

from collections.abc import Sequence
from pathlib import Path

from ganstudio.core.settings import Home
from ganstudio.gui.app.network_fetch import NetworkFetch
from ganstudio.gui.app.services import AppServices
from ganstudio.gui.queue.worker import QueueWorker


class AppContext(AppServices):
    """The services, and the long work of which there is one for all pages."""

    def __init__(self, home: Home, plugin_dirs: Sequence[Path] = (), *, safe_mode: bool = False) -> None:
        super().__init__(home, plugin_dirs, safe_mode=safe_mode)
        self.queue = QueueWorker(self)
        self.network_fetch = NetworkFetch(self)
        self.catalog_changed.connect(self.queue.open)
