"""Importing a plugin that lies in a folder: from its sources, under a name that nothing else has."""

import importlib.util
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib.abc import MetaPathFinder
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    SourceFileLoader,
)
from pathlib import Path
from types import CodeType, ModuleType

_PREFIX = "ganstudio_dropped_in_"


class Sources(SourceFileLoader):
    """Compiles what is written: a compiled cache that came with a plugin is never read, for nobody has trusted it."""

    def get_code(self, fullname: str) -> CodeType:
        """The module's code, from its source."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class Finder(MetaPathFinder):
    """Finds the modules inside of dropped-in plugins, for their relative imports."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module of that name in a plugin's folder; None for whatever is not a plugin's."""
        if path is None or not fullname.startswith(_PREFIX):
            return None
        kinds = (ExtensionFileLoader, EXTENSION_SUFFIXES), (Sources, SOURCE_SUFFIXES)
        return next(filter(None, (FileFinder(folder, *kinds).find_spec(fullname, target) for folder in path)), None)


_finder = Finder()


def import_from(path: Path) -> ModuleType:
    """The module of a plugin's folder or file, new at each call; what its import raises is raised."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    name = _PREFIX + sha256(str(path).encode()).hexdigest()[:16]
    _forget(name)
    source = path / "__init__.py" if path.is_dir() else path
    spec = importlib.util.spec_from_loader(name, Sources(name, str(source)), is_package=path.is_dir())
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)  # type: ignore[union-attr]
    except BaseException:
        _forget(name)
        raise
    return module


def _forget(name: str) -> None:
    for old in [module for module in sys.modules if module == name or module.startswith(f"{name}.")]:
        del sys.modules[old]
