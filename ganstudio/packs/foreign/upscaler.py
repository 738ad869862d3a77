"""Upscalers and restorers that the library spandrel knows (ESRGAN, SwinIR, DAT and their kin); an extra."""

from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from ganstudio.api.options import Options, option
from ganstudio.core.errors import GanStudioError
from ganstudio.core.translation import tr

MARGIN = 64  # pixels on each side of a tile: the receptive field is larger, but pixels further away hardly count


class UpscalerLayout(Options):
    """How much larger it paints; all else follows from the weights."""

    scale: int = option(1, "How many times larger it paints.", least=1, most=8)


class Upscaler:
    """Recognised by spandrel, where that is installed: pictures of three channels in and out."""

    title = "an upscaler"
    Options = UpscalerLayout

    def recognise(self, weights: Mapping[str, Tensor]) -> UpscalerLayout | None:
        """Its scale; None where spandrel is missing or does not know the weights either."""
        with suppress(GanStudioError):
            found = _describe(weights)
            if found.input_channels == found.output_channels == 3 and 1 <= found.scale <= 8:
                return UpscalerLayout(scale=found.scale)
        return None

    def build_painter(self, options: UpscalerLayout) -> nn.Module:  # noqa: ARG002
        """The network, which takes its shape from the weights."""
        return _Network()

    def margin(self, options: UpscalerLayout) -> int:  # noqa: ARG002
        """What it is given beyond a tile's edge."""
        return MARGIN

    def trim(self, weights: Mapping[str, Tensor], options: UpscalerLayout) -> dict[str, Tensor]:  # noqa: ARG002
        """All of them."""
        return dict(weights)


class _Network(nn.Module):
    exact = True

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False) -> Any:  # noqa: ARG002
        """Build the network that spandrel sees in the weights."""
        self.descriptor = _describe(state_dict)
        self.model = self.descriptor.model.eval()

    def forward(self, pictures: Tensor) -> Tensor:
        made: Tensor = self.descriptor.to(pictures.device)((pictures + 1) / 2)
        return made * 2 - 1


def explain_missing_spandrel() -> str:
    """Why spandrel cannot be used, and what to do, in some words; empty where it can."""
    try:
        import_module("spandrel")
    except ImportError as error:
        if error.name != "spandrel":
            reason = str(error).splitlines()[0]
            return tr("it cannot be loaded ({reason}); pip install 'ganstudio[upscalers]'", reason=reason)
        return tr("it is missing; pip install 'ganstudio[upscalers]'")
    except Exception as error:  # a torchvision made for another torch raises whatever it meets first
        said = (str(error).splitlines() or [type(error).__name__])[0][:150]
        return tr(
            "the torchvision that is installed does not fit this PyTorch ({reason}); install the one that fits it",
            reason=said,
        )
    return ""


def refuse_without_spandrel(path: Path) -> None:
    """GanStudioError for an upscaler's file where spandrel cannot be used."""
    if why := explain_missing_spandrel():
        raise GanStudioError("{path} looks like an upscaler, for which spandrel is needed: {why}.", path=path.name, why=why)


def _describe(weights: Mapping[str, Tensor]) -> Any:
    """What spandrel says of the weights; GanStudioError where it is missing or knows them not."""
    if why := explain_missing_spandrel():
        raise GanStudioError("This style needs spandrel: {why}.", why=why)
    from spandrel import ImageModelDescriptor, ModelLoader, UnsupportedModelError

    try:
        found = ModelLoader("cpu").load_from_state_dict(dict(weights))
    except (UnsupportedModelError, KeyError, ValueError, RuntimeError, TypeError) as error:
        raise GanStudioError("spandrel cannot make a network of these weights ({reason}).", reason=error) from error
    if not isinstance(found, ImageModelDescriptor):
        raise GanStudioError("These weights want more than one picture.")
    return found


KIND = Upscaler()
