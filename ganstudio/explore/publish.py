"""Publishing of a run of the task “translate” as a style pack."""

from pathlib import Path

from pydantic import ValidationError

from ganstudio import __version__
from ganstudio.api.options import parse
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.core.validation import refusal_reason
from ganstudio.explore.trained_networks import load_newest
from ganstudio.packs.file import SUFFIX, Pack, write_pack
from ganstudio.packs.foreign.converter import readable_name
from ganstudio.packs.manifest import Manifest
from ganstudio.packs.preview import make_preview
from ganstudio.packs.style import PackStyle
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs.run import Run

_PAINTER = "ema.painter."


def publish(
    run: Run, catalog: Catalog, out: Path, *, name: str = "", author: str = "", licence: str = "", summary: str = "",
    words: tuple[str, ...] = (), brushwork: float = 1.0,
) -> Manifest:  # fmt: skip
    """Write the painter of a run's newest checkpoint as a style pack; GanStudioError where that cannot be."""
    if out.suffix != SUFFIX:
        raise GanStudioError("A style pack is a file that ends in {suffix}; “{out}” does not.", suffix=SUFFIX, out=out)
    style = trained_style(run, catalog)
    said: dict[str, object] = {"name": name or out.stem, "author": author, "licence": licence}
    said |= {"words": words, "brushwork": brushwork} | ({"summary": summary} if summary else {})
    known = style.pack.manifest.model_dump(exclude={"sha256"})
    try:
        manifest = Manifest.model_validate(known | said)
    except ValidationError as error:
        first = error.errors()[0]
        raise GanStudioError(
            "A pack's {loc} cannot be “{input}”: {reason}.",
            loc=first["loc"][0],
            input=first["input"],
            reason=refusal_reason(error).lower(),
        ) from error
    preview = make_preview(style.with_manifest(manifest))
    write_pack(out, manifest.model_copy(update={"preview": preview}), style.pack.tensors or {})
    return manifest


def trained_style(run: Run, catalog: Catalog) -> PackStyle:
    """The style that a run has learned so far, under the run's name; GanStudioError where it has learned none."""
    architecture = catalog.architecture(run.spec.architecture)
    if architecture.task != "translate":
        raise GanStudioError(
            "{title} makes pictures from noise; only what changes pictures can be a style pack.",
            title=tr(architecture.title),
        )
    last = load_newest(run)
    options = parse(architecture.Options, run.spec.options, architecture.title)
    learned = {key.removeprefix(_PAINTER): value for key, value in last.tensors.items() if key.startswith(_PAINTER)}
    manifest = Manifest(
        name=readable_name(run.folder),
        summary=architecture.default_summary(options),
        architecture=architecture.id,
        options=options.model_dump(mode="json"),
        margin=architecture.margin(options),
        scale=architecture.scale(options),
        images=last.counters.images,
        seconds=last.counters.seconds,
        version=__version__,
    )
    return PackStyle(Pack(run.folder, manifest, 0, learned), architecture)
