"""Adjustments: what is done to a picture before its styles, as values that do not depend on its size."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]

MOST_STOPS, MOST_DEGREES, MOST_RATIO = 5.0, 45.0, 20.0


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tone(_Value):
    """Light and colour: exposure in stops, contrast, warmth and saturation in percent; 0 leaves each as it is."""

    exposure: float = Field(default=0.0, ge=-MOST_STOPS, le=MOST_STOPS, allow_inf_nan=False)
    contrast: Percent = 0.0
    warmth: Percent = 0.0
    saturation: Percent = 0.0


class Crop(_Value):
    """The part that is kept, as shares of width and height from the left and the top."""

    left: Share = 0.0
    top: Share = 0.0
    right: Share = 1.0
    bottom: Share = 1.0

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("the crop keeps nothing: left must be less than right, and top less than bottom")
        return self


class Geometry(_Value):
    """Quarter turns clockwise, then degrees clockwise, then the part that is kept of what has no empty corners.

    Of that part `ratio`, width to height, keeps the largest of this shape about its middle.
    """

    turns: int = Field(default=0, ge=0, le=3)
    straighten: float = Field(default=0.0, ge=-MOST_DEGREES, le=MOST_DEGREES, allow_inf_nan=False)
    crop: Crop = Crop()
    ratio: float | None = Field(default=None, ge=1 / MOST_RATIO, le=MOST_RATIO, allow_inf_nan=False)

    def without_crop(self) -> "Geometry":
        """The same turns and angle with nothing cut off."""
        return Geometry(turns=self.turns, straighten=self.straighten)


class Adjustments(_Value):
    """What is done to a picture before its styles: its geometry, then its tone."""

    tone: Tone = Tone()
    geometry: Geometry = Geometry()

    @property
    def neutral(self) -> bool:
        """Whether they change nothing."""
        return self == Adjustments()
