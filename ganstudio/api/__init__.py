"""What authors of plugins use: the contracts of styles and architectures, options, losses, schedules.

The names stand in `__init__.pyi`, and are imported when they are first used, so that a plugin can be listed without torch.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import lazy_loader

from ganstudio.api.renamed import NAMES, explain_import

_import_name: Callable[[str], object]
_import_name, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in NAMES:
            raise ImportError(explain_import(name))
        return _import_name(name)
