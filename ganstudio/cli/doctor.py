"""`ganstudio doctor`: versions, devices, folders and the last errors, for a report of a fault."""

import sys
from pathlib import Path

import click

from ganstudio.cli.common import open_catalog, say, show
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr, tr_noop

_QUESTION = tr_noop("The report will name your folders and files, and you. Is that all right?")


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the report into FILE.")
@click.option("--paths", is_flag=True, help="Name folders, files and people, not placeholders; asks before.")
@click.pass_context
def doctor(ctx: click.Context, out: Path | None, paths: bool) -> int:
    """Report versions, devices, folders, plugins and the last errors; exits with 1 where something keeps it from working."""
    from ganstudio.core.settings import Home
    from ganstudio.gui.app.screen_check import has_screen, problem
    from ganstudio.report import make_report

    if paths and sys.stdin.isatty():
        paths = click.confirm(tr(_QUESTION), err=True)
    lacking = problem() or "" if has_screen() else ""
    window = tr("can open") if has_screen() else tr("no screen here")
    report = make_report(Home(), lambda: open_catalog(ctx, quiet=True), window=window, window_problem=lacking)
    text = report.text(paths=paths)
    if out is None:
        show(*text.splitlines())
    else:
        _write(out, text)
    return 1 if report.problems else 0


def _write(out: Path, text: str) -> None:
    from ganstudio.core.files import write_atomically

    try:
        write_atomically(out, text.encode("utf-8", "replace"))
    except OSError as error:
        reason = (error.strerror or tr("unknown error")).lower()
        raise GanStudioError("The report could not be written to {out}: {reason}.", out=out, reason=reason) from error
    say(tr("The report lies in {out}; read it before you send it. GAN Studio sends nothing.", out=out))
