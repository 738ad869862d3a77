"""`ganstudio gui`: the window."""

from pathlib import Path

import click

from ganstudio.cli.common import program_name
from ganstudio.core.errors import GanStudioError


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.pass_context
def gui(ctx: click.Context, files: tuple[Path, ...] = ()) -> int:
    """Open the window, with pictures, films, folders of them, or style packs where they are given.

    A window that is open already shows them.
    """
    from ganstudio.core.files import exists
    from ganstudio.core.settings import Home
    from ganstudio.gui.app.screen_check import problem

    reason = problem()
    if reason:
        raise GanStudioError(
            "{reason} Without the window, try: {program} demo --out results", reason=reason, program=program_name()
        )
    missing = next((file for file in files if not exists(file)), None)
    if missing is not None:
        raise GanStudioError("There is no file or folder {file}; check its name.", file=missing)
    from ganstudio.gui.app.start import main

    return main(Home(), ctx.find_root().obj["plugin_dirs"], files, safe_mode=ctx.find_root().obj["safe_mode"])
