"""The error for an unknown name helps to find the right one."""

import pytest

from ganstudio.core.errors import unknown_name_error


@pytest.mark.parametrize(
    ("name", "known", "sentence"),
    [
        ("dcgna", ["dcgan", "gan", "progressive"], "There is no architecture called “dcgna”; did you mean dcgan or gan?"),
        ("zebra", ["oil", "mosaic"], "There is no architecture called “zebra”; known are: mosaic, oil."),
        ("oil", [], "There is no architecture called “oil”; known are: none."),
        ("", ["oil"], "There is no architecture called “”; known are: oil."),
    ],
)
def test_unknown(name: str, known: list[str], sentence: str) -> None:
    assert str(unknown_name_error("architecture", name, known)) == sentence
