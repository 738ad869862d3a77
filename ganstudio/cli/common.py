"""What several commands share: the catalog, options as flags, words for people and events for programs."""

import json
import os
import shlex
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import click

from ganstudio.core.events import Event, Rendered, to_json
from ganstudio.core.settings import Home, Settings, load_settings
from ganstudio.core.text import is_control, strip_control_characters
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog

_PATIENCE = 10.0
_HANG_UP: signal.Signals | None = getattr(signal, "SIGHUP", None)  # Windows has none

as_json = click.option("--json", "as_json", is_flag=True, help="For programs: JSON on stdout, words on stderr.")
with_options = click.option(
    "-o", "options", nargs=2, multiple=True, metavar="NAME VALUE", help="An option by its name; may be given several times."
)
on_device = click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda", "mps"]), help="Where to compute; default: settings."
)


class Aspect(click.ParamType[float]):
    """A shape as W:H, as one number width/height."""

    name = "W:H"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, from 0.1 to 10."""
        try:
            width, height = map(float, str(value).split(":"))
            aspect = width / height
        except (ValueError, ZeroDivisionError):
            aspect = 0.0
        if not 0.1 <= aspect <= 10:
            self.fail(tr("“{value}” is no shape; write width:height, for example 3:2.", value=value), param, ctx)
        return aspect


class FiniteRange(click.FloatRange):
    """A number within bounds; “nan” lies in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; fails in a sentence."""
        number = super().convert(value, param, ctx)
        if number != number:  # true of nan alone, which is within all bounds for click
            self.fail(f"{value} is not in the range {self._describe_range()}.", param, ctx)
        return number


def say(*lines: str) -> None:
    """Words for people, on stderr, a line each; what would steer the terminal or forge another line is taken out."""
    click.echo("\n".join(map(strip_control_characters, lines)), err=True)


def show(*lines: str) -> None:
    """What was asked for, for people, on stdout, a line each; kept as plain as by `say`."""
    click.echo("\n".join(map(strip_control_characters, lines)))


def read_settings(home: Home) -> Settings:
    """The settings; a broken file is reported and left aside."""
    settings, problem = load_settings(home)
    if problem:
        say(problem)
    return settings


def open_catalog(ctx: click.Context, *, quiet: bool = False) -> Catalog:
    """The catalog for this call; plugins that failed are reported unless `quiet`."""
    from ganstudio.plugins.loader import load_catalog

    home = Home()
    given: Mapping[str, Any] = ctx.find_root().obj
    with redirect_stdout(sys.stderr):  # what a plugin prints is no part of the answer
        catalog = load_catalog(home, read_settings(home), plugin_dirs=given["plugin_dirs"], safe_mode=given["safe_mode"])
    for plugin in catalog.plugins:
        if not quiet and plugin.error and plugin.origin != "bundled":
            say(plugin.error)
    return catalog


def print_json(value: object) -> None:
    """One JSON value on stdout."""
    click.echo(_escape(json.dumps(value, ensure_ascii=False, indent=2, default=str)))


def print_event(event: Event) -> None:
    """One event as a line of JSON on stdout; a picture in memory is none."""
    if not isinstance(event, Rendered):
        click.echo(_escape(to_json(event)))
        sys.stdout.flush()


def _escape(text: str) -> str:
    """JSON in which what would steer a terminal, such as a C1 code or a lone surrogate, is written as \\u…."""
    return "".join(f"\\u{ord(letter):04x}" if letter != "\n" and is_control(letter) else letter for letter in text)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for people on stdout."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(strip_control_characters(cell)) for cell in row))
    Console(highlight=False).print(table)


def discard_output() -> None:
    """Discard all further output: its reader is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


@contextmanager
def stop_on_interrupt() -> Iterator[threading.Event]:
    """A stop flag that Ctrl-C, SIGTERM or the closing of the terminal sets; a second signal ends the program at once.

    Output to a closed terminal is discarded: it is no reason to lose the work.
    """
    flag = threading.Event()

    def stop(number: int, _frame: object) -> None:
        if number == _HANG_UP:
            discard_output()
        elif flag.is_set():
            raise KeyboardInterrupt
        flag.set()

    numbers = [signal.SIGINT, signal.SIGTERM]
    if _HANG_UP is not None and signal.getsignal(_HANG_UP) is not signal.SIG_IGN:  # under nohup it means nothing
        numbers.append(_HANG_UP)
    old = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield flag
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


@contextmanager
def progress(words: str, *, quiet: bool) -> Iterator[Callable[[float, str], None]]:
    """A bar on the terminal: call it with the share done (0 to 1) and words; elsewhere a line every ten seconds."""
    if quiet:
        yield lambda _share, _words: None
        return
    if not sys.stderr.isatty():
        yield _wrap_lines(words)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    what, figures = (TextColumn(f"{{task.{name}}}", markup=False) for name in ("description", "fields[words]"))
    columns = (what, BarColumn(), TimeRemainingColumn(), figures)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(strip_control_characters(words), total=1.0, words="")
        yield lambda share, said: bar.update(task, completed=share, words=strip_control_characters(said))


def _wrap_lines(words: str) -> Callable[[float, str], None]:
    told = time.monotonic()

    def tell(share: float, said: str) -> None:
        nonlocal told
        if time.monotonic() - told >= _PATIENCE:
            told = time.monotonic()
            say(" ".join(f"{words}: {share:4.0%}  {said}".split()))

    return tell


def program_name() -> str:
    """What starts this program here, as one types it in a shell."""
    started = Path(sys.argv[0])
    if shutil.which("ganstudio"):
        return "ganstudio"
    return quote_argument(started) if started.stem == "ganstudio" else "python -m ganstudio"


def quote_argument(path: Path) -> str:
    """A path as one types it in a shell, where nothing in it is more than a letter."""
    words, windows = str(path), os.name == "nt"
    if all(letter.isalnum() or letter in ("@%+=:,./-_\\" if windows else "@%+=:,./-_") for letter in words):
        return words
    return shlex.quote(words) if not windows and set(words) & set('"$`!\\') else f'"{words}"'
