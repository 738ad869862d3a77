"""`ganstudio publish`: a trained style becomes one file that works in any studio."""

from pathlib import Path

import click

from ganstudio.cli.common import as_json, open_catalog, print_event, say
from ganstudio.core.events import Saved
from ganstudio.core.translation import tr


@click.command()
@click.argument("folder", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The style pack to write: NAME.ganstyle")
@click.option("--name", default="", help="How the style is called; default: the file's name.")
@click.option("--author", default="", help="Whose style it is.")
@click.option("--licence", default="", help="What others may do with it, for example CC0-1.0.")
@click.option("--summary", default="", help="One sentence that tells what it looks like.")
@click.option("--brushwork", default=1.0, help="How strong its strokes are, unless one says otherwise; 1: as learnt.")
@click.option("--word", "words", multiple=True, help="What people may call it; may be given several times.")
@as_json
@click.pass_context
def publish(
    ctx: click.Context, folder: Path, out: Path, name: str, author: str, licence: str, summary: str, brushwork: float,
    words: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """Write the style that was trained in RUN as a style pack; an older pack of that name is replaced."""
    from ganstudio.explore.publish import publish as write
    from ganstudio.runs.run import Run

    said = write(
        Run.open(folder),
        open_catalog(ctx),
        out,
        name=name,
        author=author,
        licence=licence,
        summary=summary,
        brushwork=brushwork,
        words=words,
    )
    if as_json:
        print_event(Saved(said.images, str(out)))
    else:
        say(
            tr(
                "“{name}” → {out} ({size:.1f} MB). Drop it on the window, or name it after --style.",
                name=said.name,
                out=out,
                size=out.stat().st_size / 2**20,
            )
        )
    return 0
