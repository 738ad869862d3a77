"""`make test` and `make proof` together run every test, each once."""

import re
from pathlib import Path

from _pytest.mark.expression import Expression, ExpressionMatcher

_TREE = Path(__file__).parents[1]


def _expressions() -> list[Expression]:
    makefile = (_TREE / "Makefile").read_text(encoding="utf-8")
    return [Expression.compile(text) for text in re.findall(r"^MARKED_\w+ := (.+)$", makefile, re.MULTILINE)]


def _with_marks(*marks: str) -> ExpressionMatcher:
    return lambda name, /, **_: name in marks


def test_every_test_is_in_exactly_one_tier() -> None:
    for marks in ((), ("proof",), ("skipif",), ("proof", "skipif")):
        assert [tier.evaluate(_with_marks(*marks)) for tier in _expressions()] == ["proof" not in marks, "proof" in marks]


def test_every_change_must_pass_both() -> None:
    commands = (_TREE / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert {"make test", "make proof", "make check"} <= set(commands)


def test_neither_tier_leaves_anything_out_beside_its_mark() -> None:
    makefile = (_TREE / "Makefile").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\t.*-m pytest .*$", makefile, re.MULTILINE)
    assert not re.search(r"--(ignore|deselect)|tests/| -k ", command)
