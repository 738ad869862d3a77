"""Manifest: the description of a style pack, in the metadata of its safetensors file."""

import base64
import binascii
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

KEY = "ganstyle"
MOST_PREVIEW = 400_000

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f/\\]+$")
]

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Manifest(BaseModel):
    """Who made a style, how it is called, which network paints it, how that was trained, and what it looks like."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Name
    summary: Line = ""
    words: tuple[Line, ...] = Field((), max_length=20)
    author: Line = ""
    licence: Line = ""
    architecture: Line
    options: dict[str, Any] = Field(default_factory=dict, max_length=50)
    margin: int = Field(ge=0, le=1024, description="pixels beyond a tile's edge that the network sees")
    scale: int = Field(1, ge=1, le=8, description="how many times larger than what it is given the network paints")
    brushwork: float = Field(1.0, ge=0, le=4, description="how strong its strokes are painted where nobody says otherwise")
    images: int = Field(0, ge=0, le=10**15, description="pictures seen in training")
    seconds: float = Field(0.0, ge=0, le=1e12)
    losses: dict[Line, Finite] = Field(default_factory=dict, max_length=50)
    version: Line = Field("", description="version of GAN Studio that made it")
    sha256: str = Field("", pattern=r"^[0-9a-f]{64}$", description="of the weights, as they lie in the file")
    preview: str = Field("", max_length=MOST_PREVIEW, description="a small JPEG or PNG, base64")

    @field_validator("preview")
    @classmethod
    def _is_base64(cls, text: str) -> str:
        try:
            base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError("the preview is not base64") from error
        return text

    @property
    def id(self) -> str:
        """The name as an id."""
        return id_of(self.name)


def id_of(name: str) -> str:
    """A name as an id: letters and digits, joined by hyphens."""
    return "-".join(re.findall(r"\w+", name.lower().replace("_", " "))) or "pack"
