"""What `ganstudio stylize` does with a film."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.cli.common import print_event, progress, say, stopping
from ganstudio.events import Finished, Measured, TileDone

if TYPE_CHECKING:
    from ganstudio.plugins.catalog import Catalog
    from ganstudio.stylize.look import Look


def film_command(source: Path, out: Path, look: "Look", catalog: "Catalog", *, as_json: bool, **how: Any) -> int:
    """Make a film in a look and tell of it; the exit code. `out` is a film, or a folder; a name that is taken gets a number.

    `how` is what `stylize_film` is told beside. A film that was stopped goes on where it was when the same is asked for
    again.
    """
    from ganstudio.stylize.film import stylize_film

    target, done, flicker = _target(source, out, look), TileDone(0, 1), ""
    with stopping() as stop, progress(source.name, quiet=as_json) as tell:
        for event in stylize_film(source, target, look, catalog, stop=stop, **how):
            if as_json:
                print_event(event)
            if isinstance(event, TileDone):
                done = event
                tell(event.done / event.total, f"{event.done} of {event.total} frames")
            elif isinstance(event, Measured):
                flicker = " (still places flicker by {flicker:.2f} of 255, unsteadied by {flicker plain:.2f})".format(
                    **event.values
                )
            elif isinstance(event, Finished) and event.reason == "stopped":
                say(f"Stopped: {event.images} of {done.total} frames are kept; the same command goes on there.")
                return 130
    if not as_json:
        say(f"{source.name} → {target}{flicker}")
    return 0


def _target(source: Path, out: Path, look: "Look") -> Path:
    """Where the film goes: never onto another file, except itself, which is refused later."""
    from ganstudio.pictures.segment import film_suffixes_for
    from ganstudio.stylize.naming import Naming, same_file, style_words

    if out.is_dir() or not out.suffix:
        suffix = source.suffix.lower() if source.suffix.lower() in film_suffixes_for(source) else ".mp4"
        out = out / Naming(suffix=suffix).name(source, style_words(look), 1, film_suffixes_for(source))
    target = out if same_file(out, source) else Naming().target(out, source) or out
    if target != out:
        say(f"{out} is there already, so the new one is called {target.name}.")
    return target
