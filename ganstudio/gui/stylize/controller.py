"""What the Stylize page is about, without its widgets: the picture, the look, the files beside it, what can be done now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ganstudio.gui.app.listeners import Listeners
from ganstudio.gui.stylize.look_editor import LookEditor
from ganstudio.gui.stylize.picture_looks import PictureLooks
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.adjustments.values import Adjustments
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask_following import change_adjustments
from ganstudio.stylize.references import picture_options

if TYPE_CHECKING:
    from ganstudio.gui.stylize.opened_picture import OpenedPicture
    from ganstudio.images.picture import Picture
    from ganstudio.stylize.preview_pyramid import PreviewPyramid

Motion = Literal["still", "film", "live"]


@dataclass(frozen=True)
class Actions:
    """What can be done now with the result, and with the steps of the look; `save_all` is of how many files."""

    save: bool
    film: bool
    save_all: int
    undo: bool
    redo: bool


class StylizeController:
    """Which picture is open and whether it stands still, the look that is edited, and the files of the strip.

    `changed` tells that something else is shown, or that something else can be done; `files_changed` that the files are
    others. `sample` is the picture that is shown where nothing was opened. While `framing` its crop is chosen.
    """

    def __init__(self, catalog: Callable[[], Catalog], sample: Path) -> None:
        self._catalog, self.sample = catalog, sample
        self.editing = LookEditor()
        self.looks = PictureLooks(self.editing)
        self.opened: OpenedPicture | None = None
        self.motion: Motion = "still"
        self.framing = False
        self.files: tuple[Path, ...] = ()
        self.changed, self.files_changed = Listeners(), Listeners()
        for each in (self.editing.changed, self.editing.selection_changed):
            each.connect(self.changed.emit)

    @property
    def pyramid(self) -> "PreviewPyramid | None":
        """The still picture on the canvas, at several sizes; None where nothing is open, or something plays."""
        return self.opened.pyramid if self.opened is not None and self.motion == "still" else None

    @property
    def picture(self) -> "Picture | None":
        """The picture that stands still on the canvas."""
        return self.pyramid.picture if self.pyramid else None

    @property
    def own_file(self) -> Path | None:
        """The file of the picture that is open; None of the sample, and of what has no file."""
        source = self.opened.picture.source if self.opened else None
        return source if source != self.sample else None

    def show(self, opened: "OpenedPicture") -> None:
        """Show a picture, or another frame of the film: it stands still, and its look is edited from now on."""
        self.opened, self.motion = opened, "still"
        self.looks.show(opened.picture.source)
        self.changed.emit()

    def move(self, motion: Motion) -> None:
        """A film, or something live, takes the place of the picture."""
        self.motion = motion
        self.changed.emit()

    def adjust(self, step: str, adjustments: Adjustments) -> None:
        """Adjust the picture otherwise, in a form that shows it already; masks stay on what they were painted on."""
        look = self.editing.look
        if self.opened is not None:
            size = self.opened.pyramid.size()
            look = change_adjustments(look, adjustments, size)
        self.editing.change_look(step, adjustments=adjustments, layers=look.layers)

    def frame(self, on: bool) -> None:
        """Show the whole picture, to choose its crop, or what is kept of it in its look again."""
        self.framing = on
        self.changed.emit()

    @property
    def crop_look(self) -> Look | None:
        """What stands on the canvas while the crop is chosen: the picture adjusted but uncropped; None at other times."""
        if not self.framing:
            return None
        now = self.editing.look.adjustments
        return Look(layers=(), adjustments=Adjustments(tone=now.tone, geometry=now.geometry.without_crop()))

    def show_files(self, files: Sequence[Path]) -> None:
        """Work on these pictures and films together; one alone is no strip."""
        self.files = tuple(files) if len(files) > 1 else ()
        self.files_changed.emit()
        self.changed.emit()

    def lacks_picture(self) -> bool:
        """Whether a layer that is on waits for a picture to be chosen among its options."""
        return any(self._lacks_picture(layer) for layer in self.editing.look.layers if layer.on)

    def is_paintable(self) -> bool:
        """Whether a layer is on or the picture adjusted, and all that is needed for the look is there."""
        look = self.editing.look
        changes = any(layer.on for layer in look.layers) or not look.adjustments.neutral
        return changes and not self.lacks_picture()

    def render_input(self) -> "tuple[PreviewPyramid, Look] | None":
        """The still picture on the canvas and its look; None where there is no picture, or the look is incomplete."""
        return (self.pyramid, self.editing.look) if self.pyramid is not None and self.is_paintable() else None

    def actions(self) -> Actions:
        """What can be done now."""
        paintable = self.is_paintable()
        film = self.opened is not None and self.opened.video is not None and self.motion != "live"
        return Actions(paintable, film, len(self.files), self.editing.can_undo, self.editing.can_redo)

    def _lacks_picture(self, layer: Layer) -> bool:
        style = self._catalog().styles.get(layer.style)
        return style is not None and not all(
            layer.options.get(field.name, field.default) for field in picture_options(style)
        )
