"""`python -m ganstudio.testing.import_check`: imports a plugin's module, and prints what heavy libraries came along.

Arguments: the module, the package or dropped-in plugin around it, that one's file, and the folders of `sys.path`.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

from ganstudio.plugins.content import read_content
from ganstudio.plugins.importer import PREFIX, import_from

_HEAVY = {"torch", "PySide6", "tensorflow", "jax"}


def find_heavy_imports(module: str, around: str, file: Path) -> list[str]:
    """The libraries that the module imports, of those that make a listing slow; what its import raises is raised."""
    before = set(sys.modules)  # a bundle's start has imported the outermost of PySide6's modules
    if around.startswith(PREFIX):
        import_from(read_content(file))
    elif not importlib.util.find_spec(around.partition(".")[0]):
        spec = importlib.util.spec_from_file_location(around, file)
        assert spec is not None and spec.loader is not None
        sys.modules[around] = package = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(package)
    importlib.import_module(module)
    return sorted(_HEAVY & {name.partition(".")[0] for name in set(sys.modules) - before})


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    _module, _around, _file, *sys.path = sys.argv[1:]
    print(*find_heavy_imports(_module, _around, Path(_file)))  # noqa: T201
