"""The session's file: what is kept comes back as it was; what cannot is said and never lost."""

import json
import os
from pathlib import Path

import pytest

from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import KINDS, NewerError
from ganstudio.stylize.look import Layer, Look
from ganstudio.stylize.mask import Fade, Mask
from ganstudio.stylize.session import (
    Session,
    SessionPicture,
    read_session,
    write_session,
)

LOOK = Look(
    layers=(Layer(style="oil", options={"stroke": 8}, strength=0.5, mask=Mask(fade=Fade(start=(0, 0), end=(1, 1)))),)
)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    files = [str(tmp_path / "a.png"), os.fsdecode(b"/no text \xff.jpg")]
    session = Session(pictures=(SessionPicture(file=files[0], look=LOOK), SessionPicture(file=files[1])), current=files[1])
    write_session(tmp_path / "session.json", session)
    assert read_session(tmp_path / "session.json") == session
    assert session.look_of(files[0]) == LOOK
    assert session.look_of(files[1]) == Look(layers=())
    assert read_session(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "[" * 100_000, '{"pictures": 3}', '{"schema_number": 1, "x": 1}', "\x00\xff"]
)
def test_what_is_damaged_is_put_aside(content: str, tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GanStudioError, match="put aside"):
        read_session(file)
    assert not file.exists()
    assert (tmp_path / "session.aside.json").read_text(encoding="utf-8") == content


def test_what_a_later_version_wrote_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    file.write_text(json.dumps({"schema_number": KINDS["session"].form + 1, "canvases": []}), encoding="utf-8")
    with pytest.raises(NewerError, match="newer GAN Studio"):
        read_session(file)
    assert file.exists()


def test_a_look_of_too_many_layers_is_damage(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    file.write_text(json.dumps({"look": {"layers": [{"style": "oil"}] * 40}}), encoding="utf-8")
    with pytest.raises(GanStudioError, match="put aside"):
        read_session(file)
