"""GAN Studio; what authors of plugins use is in `ganstudio.api`."""

import os
import sys


def _leave_out_current_folder() -> None:
    """Started as `python -m ganstudio`, Python files of the folder that one happens to be in are not run."""
    try:
        here = os.getcwd()  # noqa: PTH109  (pathlib is not imported yet, and could come from that very folder)
    except OSError:  # the folder was deleted
        return
    if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and sys.path[:1] == [here]:
        del sys.path[0]


_leave_out_current_folder()

from ganstudio.core.telemetry import disable_telemetry  # noqa: E402

disable_telemetry()  # before anything else is imported

from ganstudio.core.openmp import set_brief_spinning  # noqa: E402

set_brief_spinning()

from importlib import import_module  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

__version__ = "0.1.0"

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        renamed = import_module("ganstudio.api.renamed")
        if renamed.NAMES.get(name, name) not in import_module("ganstudio.api").__all__:
            raise AttributeError(f"module 'ganstudio' has no attribute {name!r}")
        raise ImportError(renamed.explain_import(name))
