"""The table of the prompt's grammar: every row is for something, and another construction is another row."""

import pytest

from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.grammar import RULES, Rule
from ganstudio.stylize.prompt.parser import parse
from ganstudio.stylize.prompt.pattern import Match, match_pattern, parse_pattern
from ganstudio.stylize.prompt.phrases import phrases_of
from ganstudio.stylize.prompt.sentence import CLASSES, Sentence
from ganstudio.stylize.prompt.tokenizer import Phrases, pieces_of

# A sentence for each row, in the order of the table.
SENTENCES = """
oil, much softer
oil without texture
watercolour, grain at 100%
油画，笔触粗一点
油画，细节少一点
水彩，颗粒不要
水彩，晕染一点
halftone in black and white
riso, two inks
oil detail=30%
a subtle watercolour
oil painting at 60%
oil, strength 60%
铅笔画，强度低一点
油画，不要天空
oil, everything but the sky
oil, only the sky
把背景变成油画，别的地方不变
水彩，天空不变
oil in the sky
oil, much stronger
no oil, only watercolour
in the style of hokusai
a pencil sketch
oil
no Monet
like Monet
oil, multiply
oil, keep my colours
between oil and watercolour
subtle halftone over a pencil sketch
oil, then pencil
oil with zorblax
油画，不变
""".strip().splitlines()


@pytest.fixture(scope="module")
def catalog(bundled: Catalog) -> Catalog:
    return bundled


@pytest.fixture(scope="module")
def phrases(catalog: Catalog) -> Phrases:
    return phrases_of(catalog)


@pytest.mark.parametrize(("rule", "text"), list(zip(RULES, SENTENCES, strict=True)))
def test_each_row_reads_a_sentence(rule: Rule, text: str, catalog: Catalog, phrases: Phrases) -> None:
    read: list[str] = []

    def recording(each: Rule) -> Rule:
        def act(draft: Draft, match: Match) -> None:
            read.append(each.pattern)
            each.action(draft, match)

        return Rule(each.pattern, act)

    parse(pieces_of(text, phrases), catalog, rules=tuple(map(recording, RULES)))
    assert rule.pattern in read


def test_patterns_name_classes_that_there_are(phrases: Phrases) -> None:
    kinds = {kind for kind, _ in phrases.meanings.values()} | {"stop", "number", "set", "missed"}
    named = {name for rule in RULES for part in parse_pattern(rule.pattern) for name in part.classes}
    assert named <= kinds | CLASSES.keys()
    assert all(len(parse_pattern(rule.pattern)) == len(rule.pattern.split()) for rule in RULES)
    assert len({rule.pattern for rule in RULES}) == len(RULES)


def test_another_row_is_another_construction(catalog: Catalog, phrases: Phrases) -> None:
    text = "the sky at 40% oil"  # so far a place, and a strength

    def note_share(draft: Draft, match: Match) -> None:
        draft.hints.append(f"{match.find('region')} {match.find('share')}")

    pieces = pieces_of(text, phrases)
    assert not parse(pieces, catalog).hints
    draft = parse(pieces, catalog, rules=(Rule("region share", note_share), *RULES))
    assert draft.hints == ["sky 0.4"] and [plan.style for plan in draft.plans] == ["oil"] and not draft.loose.edits


@pytest.mark.parametrize(
    ("pattern", "length"),
    [
        ("amount", 1),
        ("style|amount", 1),
        ("amount*", 2),
        ("amount? amount? amount? adjective", 3),
        ("amount* !adjective", None),
        ("amount* &adjective", 2),
        ("adjective", None),
        ("any*", 4),
    ],
)
def test_a_pattern_takes_what_it_can_get(pattern: str, length: int | None, catalog: Catalog, phrases: Phrases) -> None:
    sentence = Sentence(pieces_of("very much softer oil", phrases), catalog, Draft())
    match = match_pattern(pattern, sentence, 0)
    assert (match and match.end - match.start) == length
