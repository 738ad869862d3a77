"""How torch is imported: its threads sleep while they wait, and what a command does not need stays unread."""

import gc
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

# Rules for tensors without values, for compilers; a library of distributions; a compiler's front end: 0.7 of 2.2 seconds.
DEFERRED = ("torch._meta_registrations", "torch.distributions", "torch.export")
_POLICIES = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME")  # whoever sets one of them knows the machine

_loading = threading.RLock()


def give_way_while_waiting() -> None:
    """Let threads of OpenMP that wait for others sleep; it must come before torch's first import.

    Else they hold a core for milliseconds at each step, on a machine that has other work for it, too.
    """
    if not any(name in os.environ for name in _POLICIES):
        os.environ["OMP_WAIT_POLICY"] = "passive"


def import_torch_in_part() -> None:
    """Import torch without the modules in `DEFERRED`; each is imported when something of it is first asked for.

    Only for a process in which no foreign plugin runs: that tensors of the device “meta” know all operations is one of them.
    Nothing happens where torch is imported already.
    """
    if "torch" in sys.modules:
        return
    finder = _DeferringFinder()
    sys.meta_path.insert(0, finder)
    try:
        with _no_collection():
            import_module("torch")
            import_module("torch._prims.rng_prims")  # without it torch.Generator is refused
    finally:
        sys.meta_path.remove(finder)


class _DeferredModule(ModuleType):
    """A module that is run when it is first asked for something."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        with _loading:
            if self.__class__ is _DeferredModule:
                self.__class__ = ModuleType  # type: ignore[assignment]  # an ordinary one from now on
                loader = self.__spec__.loader if self.__spec__ else None
                assert isinstance(loader, _DeferringLoader)
                loader.inner.exec_module(self)
        return getattr(self, name)


class _DeferringLoader(Loader):
    def __init__(self, inner: Loader) -> None:
        self.inner = inner

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _DeferredModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet."""


class _DeferringFinder(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in DEFERRED else None
        if spec is not None and spec.loader is not None:
            spec.loader = _DeferringLoader(spec.loader)
        return spec


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let nothing be searched for garbage while a thousand modules are made, all of which stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
