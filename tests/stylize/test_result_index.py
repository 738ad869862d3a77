"""A result is saved, and what its format cannot keep is noted."""

import threading
from pathlib import Path

import numpy as np
import pytest

from ganstudio.core.events import Noted, Saved
from ganstudio.core.settings import Home
from ganstudio.images.picture import Picture
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.picture_job import Saving, stylize_picture
from tests.stylize.styles import CATALOG

LOOK = Look(layers=(Layer(style="negative"),))


@pytest.mark.parametrize(("suffix", "count"), [(".png", 1), (".jpg", 3), (".webp", 3)])
def test_what_cannot_be_kept_is_noted_in_a_sentence(tmp_path: Path, suffix: str, count: int) -> None:
    pixels = np.zeros((16, 16, 3), np.uint16)
    picture = Picture(pixels, pixels[..., 0], iptc=b"\x1c\x02\x78\0\1a", text=(("prompt", "a hill"), ("Author", "Ada")))
    events = list(
        stylize_picture(
            picture, tmp_path / f"one{suffix}", LOOK, CATALOG, Saving(),
            device="cpu", home=Home(), stop=threading.Event(),
        )
    )  # fmt: skip
    assert isinstance(events[-1], Saved)
    notes = [event.message for event in events if isinstance(event, Noted)]
    assert len(notes) == count and all(note.endswith(".") for note in notes)
