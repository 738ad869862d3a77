"""Goes through the pieces of a sentence once, by the table of the grammar."""

from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.grammar import RULES, Rule
from ganstudio.stylize.prompt.pattern import match_pattern
from ganstudio.stylize.prompt.sentence import Sentence
from ganstudio.stylize.prompt.tokenizer import Piece


def parse(pieces: list[Piece], catalog: Catalog, now: str = "", rules: tuple[Rule, ...] = RULES) -> Draft:
    """The plans of a sentence, one for each style in it; `now` is the style that other words speak of, empty for none."""
    draft = Draft()
    sentence = Sentence(pieces, catalog, draft, now)
    at = 0
    while at < len(sentence.pieces):
        at = _read_phrase(sentence, at, draft, rules)
    draft.adopt_waiting()
    return draft


def _read_phrase(sentence: Sentence, at: int, draft: Draft, rules: tuple[Rule, ...]) -> int:
    """Do what the first row that fits says; where the next phrase begins."""
    matches = ((rule, match_pattern(rule.pattern, sentence, at)) for rule in rules)
    rule, match = next((rule, match) for rule, match in matches if match is not None)
    rule.action(draft, match)
    return match.end
