"""A style pack as a style."""

from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import create_model
from pydantic.fields import FieldInfo

from ganstudio.api.options import Options, length, option, parse
from ganstudio.api.style import Statistics, Style, Tile, View
from ganstudio.core.devices import isolated_rng
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr
from ganstudio.packs.file import Pack, read_weights
from ganstudio.packs.manifest import Manifest

if TYPE_CHECKING:
    from torch import Tensor, nn

    from ganstudio.packs.tile_painting import RunAt

SMALL = 768  # pixels of the longer side up to which a network pads a picture itself, as it did while it learned
SEEN = 256  # pixels of the longer side at which a picture's colours are looked at


class NetworkFactory(Protocol):
    """A factory of a pack's network: an architecture, or a kind of network of other programs."""

    @property
    def id(self) -> str:
        """Its id in a manifest."""

    @property
    def Options(self) -> type[Any]:  # noqa: N802
        """The options that decide the network's layout."""

    def build_painter(self, options: Any) -> "nn.Module":
        """The network, untrained."""


class PackOptions(Options):
    """The options of every style pack."""

    stroke: float = length(1.5, "How large the strokes are.", least=0.2, most=6.0)
    detail: float = option(
        0.4, "How much of the picture's own fine detail stays where the strokes are large.", least=0, most=1
    )
    brushwork: float = option(1.0, "How strong the strokes are; 0 moves the colours alone.", least=0, most=4)
    calm: float = option(
        0.6, "How calm plain areas like skies stay; 0 leaves them all of the strokes. Packs of version 0.1 know none.",
        least=0, most=1,
    )  # fmt: skip
    colours: float = option(1.0, "How much of the style's colours; 0 keeps those of your picture.", least=0, most=1)


@cache
def suggest_brushwork(brushwork: float) -> type[PackOptions]:
    """The options of packs, their strokes as strong as one of them suggests."""
    given = PackOptions.model_fields
    suggested = given | {"brushwork": FieldInfo.merge_field_infos(given["brushwork"], default=brushwork)}
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in suggested.items()}  # all, for their order
    return create_model(PackOptions.__name__, __base__=PackOptions, __doc__=PackOptions.__doc__, **fields)


def _describe_origin(author: str) -> str:
    return tr("A style pack by {author}.", author=author) if author else tr("A style pack by an unnamed author.")


class PackStyle(Style[Any]):
    """A style whose network a pack holds; the architecture says how that is built."""

    trained = True
    video_statistics = ("table",)

    def __init__(self, pack: Pack, architecture: NetworkFactory) -> None:
        self.pack = pack
        self.scale = pack.manifest.scale  # type: ignore[misc]
        self.Options = suggest_brushwork(pack.manifest.brushwork) if self.scale == 1 else Options
        self.id = pack.manifest.id  # type: ignore[misc]
        self.title = pack.manifest.name  # type: ignore[misc]
        self.summary = pack.manifest.summary or _describe_origin(pack.manifest.author)  # type: ignore[misc]
        self.prompt_words = {"en": pack.manifest.words}  # type: ignore[misc]
        self._architecture = architecture

    def with_manifest(self, manifest: Manifest) -> "PackStyle":
        """The same network under another manifest."""
        return PackStyle(replace(self.pack, manifest=manifest), self._architecture)

    @cached_property
    def network(self) -> "nn.Module":
        """The painter with its weights; GanStudioError where they are not those of its architecture."""
        import torch

        name = self.pack.path.name
        loaded = read_weights(self.pack)
        options = parse(self._architecture.Options, self.pack.manifest.options, name)
        with isolated_rng():
            made = self._architecture.build_painter(options)
        try:
            made.load_state_dict(loaded)
        except RuntimeError as error:
            raise GanStudioError(
                "{name} is not a style pack that can be used: its weights do not fit “{id}”.",
                name=name,
                id=self._architecture.id,
            ) from error
        return made.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]

    def margin(self, options: Options) -> int:
        """What the network sees, in pixels of the picture that it sees reduced; and what the enlargement sees."""
        reduced = _reduced(options)
        return (self.pack.manifest.margin + 3) * reduced if reduced > 1 else self.pack.manifest.margin

    def measure(self, view: View, options: Any) -> Statistics:  # noqa: ARG002
        """The statistics of the whole picture that the network needs."""
        return self.statistics(view.small(SEEN))

    def statistics(self, small: "Tensor") -> Statistics:
        """The statistics of a reduced picture 1×3×H×W in [0, 1]: the table that moves its colours to the palette."""
        from ganstudio.api.colour_transfer import colour_table

        palette = getattr(self.network, "palette", None)
        return {} if palette is None else {"table": colour_table(small, palette.to(small.device))}

    def apply(self, tile: Tile, options: Options, statistics: Statistics) -> "Tensor":
        """Paint the tile, reduced first where strokes are to be large, and enlarge the result to the tile's size."""
        from ganstudio.api.colour_transfer import recolour
        from ganstudio.packs import backends
        from ganstudio.packs.brushwork import strengthen_strokes
        from ganstudio.packs.plain_areas import calm_plain_areas
        from ganstudio.packs.tile_painting import enlarge, match_to_table

        backend, table = backends.run_network(self.network, tile), statistics.get("table")
        gain, calm = (options.brushwork, options.calm) if isinstance(options, PackOptions) else (1.0, 0.0)

        def run(seen: "Tensor", place: tuple[int, int]) -> "Tensor":
            if table is None:
                return backend(seen)
            shown = recolour(seen, table.to(seen.device), place)
            return calm_plain_areas(shown, strengthen_strokes(shown, backend(shown), gain), calm)

        if not isinstance(options, PackOptions):
            return enlarge(run, tile, self.scale)
        return match_to_table(self._paint(run, tile, options), tile.pixels, options.colours)

    def _paint(self, run: "RunAt", tile: Tile, options: PackOptions) -> "Tensor":
        """The painted tile; of a small picture, such as a live one, what lies beyond its edges is not painted."""
        from torch.nn.functional import pad

        from ganstudio.packs.tile_painting import NO_SIDES, count_margin, crop_sides, paint_tile

        reduced, margin = _reduced(options), self.margin(options)
        sides = count_margin(tile, reduced) if max(tile.width, tile.height) <= SMALL else NO_SIDES
        left, right, top, bottom = (max(0, margin - side) for side in sides)
        painted = paint_tile(run, crop_sides(tile, sides), reduced, options.detail, (left, right, top, bottom))
        return pad(painted, sides, mode="replicate") if any(sides) else painted


def _reduced(options: Options) -> int:
    """How many times smaller the network sees the picture: its strokes have a size of their own."""
    return max(1, round(options.stroke)) if isinstance(options, PackOptions) else 1
