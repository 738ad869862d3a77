"""What a listing shows of an architecture or a style, and that it is there at once."""

import re
import subprocess
import sys
from typing import Any

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import OptionField, Options, fields, parse
from ganstudio.api.style import Style
from ganstudio.core.program import module_command
from ganstudio.plugins.importer import ContentLoader


def check_words(offered: Architecture[Any] | Style[Any]) -> None:
    """Id, title and summary are there; each option has a sentence of help, and each number bounds around its default."""
    name = type(offered).__name__
    assert re.fullmatch(r"[a-z][a-z0-9-]*", offered.id), f"{name}: the id “{offered.id}” has more than a-z, 0-9 and -."
    assert offered.title.strip(), f"{name} has no title."
    assert offered.summary.strip().endswith("."), f"{name}: the summary is no sentence that ends with a full stop."
    assert issubclass(offered.Options, Options), f"{name}: Options is no subclass of ganstudio.api.Options."
    for field in fields(offered.Options):
        _check_field(name, field)
    parse(offered.Options, offered.Options().model_dump(mode="json"), name)


def _check_field(name: str, field: OptionField) -> None:
    what = f"{name}: option “{field.name}”"
    assert field.help.strip().endswith("."), f"{what} has no sentence of help that ends with a full stop."
    if field.kind in ("whole", "number"):
        assert field.least is not None and field.most is not None, f"{what} has no bounds; give it least and most."
        assert field.least <= field.default <= field.most, f"{name}: the default of “{field.name}” is out of its bounds."


def check_lightness(offered: Architecture[Any] | Style[Any]) -> None:
    """Importing its module, and the package around it, imports neither torch nor Qt, so that a listing starts at once."""
    module = sys.modules[type(offered).__module__]
    package = sys.modules.get(module.__name__.partition(".")[0], module)
    around = package if getattr(package, "__file__", None) else module
    loader = getattr(around.__spec__, "loader", None)
    file = loader.content.path if isinstance(loader, ContentLoader) else around.__file__
    command = [*module_command("ganstudio.testing.import_check"), module.__name__, around.__name__, str(file), *sys.path]
    heard = subprocess.run(command, capture_output=True, text=True, check=False)
    what = f"The module of {type(offered).__name__}"
    said = heard.stderr.strip().splitlines() or ["it ends the program"]
    assert heard.returncode == 0, f"{what} cannot be imported on its own: {said[-1]}."
    heavy = heard.stdout.splitlines()[-1].split()  # the module may print too, before
    assert not heavy, f"{what} imports {' and '.join(heavy)}; import it inside of functions."
