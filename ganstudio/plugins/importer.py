"""Importing a dropped-in plugin out of what was read and hashed, under a name that nothing else has.

Nothing is read from the disk a second time, however late a module is imported: what was added, changed or compiled since is
not run. Python's own finders are never asked for a plugin's modules.
"""

import importlib.util
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from ganstudio.plugins.content import SOURCE, Content

PREFIX = "ganstudio_dropped_in_"


class ContentLoader(SourceFileLoader):
    """Runs one source of a plugin as it was read; its data files lie beside it on the disk."""

    def __init__(self, name: str, file: Path, source: bytes, content: Content) -> None:
        super().__init__(name, str(file))
        self.content = content
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        """The module's code, from the source that was hashed."""
        return self.source_to_code(self._source, self.get_filename(fullname))

    def get_source(self, fullname: str) -> str:  # noqa: ARG002
        """The source that was hashed."""
        return importlib.util.decode_source(self._source)


class ContentFinder(MetaPathFinder):
    """Finds the modules of plugins in what was read of them, and nowhere else."""

    def __init__(self) -> None:
        self.contents: dict[str, Content] = {}

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002
        """The module of that name in a plugin; None for what is no plugin's, ModuleNotFoundError for what one lacks."""
        if not fullname.startswith(PREFIX):
            return None
        root, _, inside = fullname.partition(".")
        content = self.contents.get(root)
        spec = _find_module(fullname, inside.replace(".", "/"), content) if content else None
        if spec is None:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return spec


_finder = ContentFinder()


def import_from(content: Content) -> ModuleType:
    """The module of a plugin, new at each call; what its import raises is raised."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    name = PREFIX + sha256(f"{content.path} {content.digest}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    _forget(name)
    _finder.contents[name] = content
    try:
        return importlib.import_module(name)
    except BaseException:
        _forget(name)
        raise


def _find_module(fullname: str, inside: str, content: Content) -> ModuleSpec | None:
    """The module that lies at a place in a plugin, without its suffix; a folder without `__init__.py` is an empty one."""
    package = f"{inside}/__init__{SOURCE}".removeprefix("/")
    for name in (package, f"{inside}{SOURCE}"):
        if name in content.sources:
            return _make_spec(fullname, name, content, is_package=name == package)
    if any(f"{inside}{suffix}" in content.names for suffix in EXTENSION_SUFFIXES):
        raise ImportError(f"{inside} is a compiled module, which only a plugin that is a package may bring", name=fullname)
    if any(name.startswith(f"{inside}/") for name in content.sources):
        folder = content.path / inside
        loader = ContentLoader(fullname, folder / f"__init__{SOURCE}", b"", content)
        spec = ModuleSpec(fullname, loader, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return spec
    return None


def _make_spec(fullname: str, name: str, content: Content, *, is_package: bool) -> ModuleSpec:
    file = content.path if content.single else content.path / name
    spec = ModuleSpec(fullname, ContentLoader(fullname, file, content.sources[name], content), origin=str(file))
    spec.has_location = True
    if is_package and not content.single:
        spec.submodule_search_locations = [str(file.parent)]
    return spec


def _forget(name: str) -> None:
    _finder.contents.pop(name, None)
    for old in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[old]
