"""Files are whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from ganstudio.core.files import write_atomically


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "neu" / "Bild 图.png"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_others_may_read_what_the_user_lets_them_read(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_atomically(tmp_path / "picture.png", b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "picture.png").stat().st_mode) == 0o644


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_is_swept_by_the_next_one_who_writes_there(tmp_path: Path) -> None:
    half, young, mine = (tmp_path / name for name in (f".{'a' * 32}.new", f".{'b' * 32}.new", ".draft.new"))
    for path in (half, young, mine):
        path.write_bytes(b"half")
    for path in (half, mine):
        os.utime(path, (0, 0))
    write_atomically(tmp_path / "picture.png", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([young.name, mine.name, "picture.png"])
