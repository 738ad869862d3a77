"""The glossary: complete, agreeing with its page, and found in the words that the window shows."""

from pathlib import Path

import pytest

from ganstudio.api.options import fields
from ganstudio.cli.glossary import to_markdown
from ganstudio.core.errors import GanStudioError
from ganstudio.core.glossary import Question, Term, TermFinder, read_glossary
from ganstudio.core.settings import Home, load_settings
from ganstudio.plugins.loader import load_catalog
from ganstudio.train.monitor.doctor import AFTER_MEASURES, AFTER_TICK

ROOT = Path(__file__).parent.parent
GLOSSARY = read_glossary()
FINDER = TermFinder(GLOSSARY)
PLAIN = {  # options that are called by a plain word, and explain themselves
    "brush": {"style", "strokes", "lines", "nearest", "calm", "start"},
    "cut": {"form", "calm"},
}


def _keys(text: str, *, titles: bool = False) -> list[str]:
    return [term.key for term in FINDER.find(text, titles=titles)]


def test_every_entry_is_whole_and_refers_to_others() -> None:
    for term in GLOSSARY.terms.values():
        assert term.word and term.what.endswith((".", "?")) and term.matters.endswith("."), term.key
        assert all(key in GLOSSARY.terms and key != term.key for key in term.see), term.key
        assert any(character.isdigit() for character in term.paper or "0"), term.key  # a paper has its year
    for question in GLOSSARY.questions.values():
        assert question.ask.endswith("?") and question.answer.endswith("."), question.key
        assert question.terms and all(key in GLOSSARY.terms for key in question.terms), question.key
        assert question.places or question.diagnoses, question.key


def test_no_word_belongs_to_two_terms() -> None:
    own = [{name.casefold() for name in (term.word, *term.forms, *term.chinese)} for term in GLOSSARY.terms.values()]
    names = [name for each in own for name in each]
    assert sorted(name for name in names if names.count(name) > 1) == []


def test_the_page_is_made_of_it() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert page == to_markdown(GLOSSARY), "run: ganstudio glossary --markdown > docs/glossary.md"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The critic is far ahead: the painter learns little", ["discriminator", "generator"]),
        ("● Critic's hits", ["critic-hits"]),
        ("GAN Studio", []),
        ("A GAN", ["gan"]),
        ("Cut the picture", []),
        ("“FastCUT” of CUT", ["cut"]),
        ("Grew to 16 pixels", ["progressive"]),
        ("The discriminators’ losses", ["discriminator", "loss"]),
        ("生成器骗过判别器", ["generator", "discriminator"]),
        ("原始GAN训练时的模式崩溃", ["plain-gan", "collapse"]),
        ("Critically", []),
        ("", []),
    ],
)
def test_terms_are_found_in_sentences(text: str, keys: list[str]) -> None:
    assert _keys(text) == keys


def test_titles_are_found_where_they_stand_alone() -> None:
    assert _keys("Width", titles=True) == ["width"]
    assert _keys("Width") == [] and _keys("Width and height", titles=True) == []


def test_the_words_of_a_translation_are_found() -> None:
    german = TermFinder(GLOSSARY, lambda text: {"Generator": "Erzeuger", "Gamma": "Gamma-Wert"}.get(text, text))
    assert [term.key for term in german.find("Der Erzeuger")] == ["generator"]
    assert [term.key for term in german.find("Gamma-Wert", titles=True)] == ["gradient-penalty"]


def test_what_is_shown_of_architectures_is_explained() -> None:
    home = Home()
    unexplained = [
        f"{architecture.id}: {field.title}"
        for architecture in load_catalog(home, load_settings(home)[0], safe_mode=True).architectures.values()
        for field in fields(architecture.Options)
        if field.name not in PLAIN.get(architecture.id, ()) and not FINDER.find(field.title, titles=True)
        and not FINDER.find(field.help)
    ]  # fmt: skip
    assert unexplained == []


@pytest.mark.parametrize("name", [*AFTER_TICK, *AFTER_MEASURES])
def test_every_diagnosis_has_its_word_and_its_question(name: str) -> None:
    assert FINDER.find(name) and GLOSSARY.answer_at(name)


@pytest.mark.parametrize("name", ["Mode collapse", "collapse", "模式崩溃", "MODE  collapse ".replace("  ", " ")])
def test_an_entry_is_found_by_any_of_its_names(name: str) -> None:
    found = GLOSSARY.find(name)
    assert isinstance(found, Term | Question) and found.key == "collapse"


def test_what_is_not_there_is_said_with_what_is_near() -> None:
    with pytest.raises(GanStudioError, match="did you mean Mode collapse"):
        GLOSSARY.find("mode colapse")


def test_search_finds_names_before_texts() -> None:
    found = GLOSSARY.search("critic")
    assert found[0].key in ("discriminator", "width") and "saliency" in [entry.key for entry in found]
    assert GLOSSARY.search("no such word at all") == []
    assert len(GLOSSARY.search("")) == len(GLOSSARY.terms) + len(GLOSSARY.questions)


def test_all_that_is_shown_can_be_translated() -> None:
    texts = list(GLOSSARY.texts())
    assert "Generator" in texts and "Why do both losses not simply fall?" in texts and all(texts)
