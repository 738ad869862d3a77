"""`ganstudio gui`: the window."""

import click

from ganstudio.cli.common import program_name
from ganstudio.core.errors import GanStudioError


@click.command()
@click.pass_context
def gui(ctx: click.Context) -> int:
    """Open the window."""
    from ganstudio.core.settings import Home
    from ganstudio.gui.app.screen_check import problem

    reason = problem()
    if reason:
        raise GanStudioError(
            "{reason} Without the window, try: {program} demo --out results", reason=reason, program=program_name()
        )
    from ganstudio.gui.app.start import main

    return main(Home(), ctx.find_root().obj["plugin_dirs"], safe_mode=ctx.find_root().obj["safe_mode"])
