"""`ganstudio glossary`."""

import json

import pytest

from ganstudio.cli import run


def test_a_word_is_explained_in_either_language(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("collapse", "模式崩溃", "Mode collapse"):
        assert run(["glossary", *name.split()]) == 0
        out = capsys.readouterr().out
        assert "(模式崩溃)" in out or "Why do all pictures become alike" in out


def test_words_that_are_no_name_are_searched_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["glossary", "4 × 4"]) == 0
    assert {"DCGAN", "Progressive GAN"} <= {line.split(" (")[0] for line in capsys.readouterr().out.splitlines()}


def test_an_unknown_word_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["glossary", "colapse"]) == 1
    assert "did you mean Mode collapse" in capsys.readouterr().err


def test_all_of_it_as_a_list_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["glossary"]) == 0
    assert "判别器" in capsys.readouterr().out
    assert run(["glossary", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert {entry["kind"] for entry in entries} == {"term", "question"}
