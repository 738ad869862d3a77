"""The grammar, one table: patterns of word classes, and what each does to the plans; another construction is another row.

A pattern names word classes with blanks between them: the kinds of pieces (see `phrases`) and the classes of `sentence`. `|`
is either, `?` may be absent, `*` as many as there are; `&` and `!` only look ahead, that it is there or is not. A part
takes what it can get and gives nothing back. At each place the first row that fits counts.
"""

from collections.abc import Callable
from typing import NamedTuple

from ganstudio.stylize.prompt import actions as do
from ganstudio.stylize.prompt.draft import Draft
from ganstudio.stylize.prompt.pattern import Match


class Rule(NamedTuple):
    """A row: the pattern and what it does."""

    pattern: str
    action: Callable[[Draft, Match], None]


RULES = tuple(
    Rule(pattern, action)
    for pattern, action in (
        # options of the style
        ("mods? adjective adjective.same* noun? amount.trailing*", do.change_option),  # much softer lines
        ("mods noun noun.alike? amount.trailing*", do.change_option),  # less grain; no canvas texture
        ("noun.first noun.alike? share amount.trailing*", do.change_option),  # grain 30%
        ("noun.first noun.alike? mods? adjective.lone amount.trailing*", do.change_option),  # dots much smaller
        ("noun.first noun.alike? mods.direction !head amount.trailing*", do.change_option),  # 细节少一点
        ("noun.first noun.alike? mods.no-chinese !head amount.trailing*", do.remove_option),  # 颗粒不要
        ("noun.first noun.alike? amount.trailing*", do.change_option),  # 晕染一点
        ("choice noun?", do.choose_value),  # sunset palette
        ("number noun", do.set_count),  # 8 colours
        ("set", do.assign_option),  # detail=30%
        # its strength
        ("mods &style|nearest", do.weigh_style),  # a touch of halftone
        ("share strength?", do.set_strength),  # 60%
        ("strength share|number", do.set_strength),  # strength 60%
        ("strength mods !head strength? amount.trailing*", do.change_strength),  # 强度低一点
        # where it counts
        ("mods.no &region", do.exclude_place),  # not the sky
        ("except", do.exclude_place),
        ("only", do.limit_to_place),
        ("region.rest &untouched", do.forget_place),  # leave the rest alone
        ("region untouched.last", do.place_style_elsewhere),  # 天空不变
        ("region", do.place_style),
        # what is left of words before others
        ("mods strength? amount.trailing*", do.change_strength),  # weaker; a little more
        # styles, and names that stand for them
        ("style.refused", do.drop_style),  # no oil
        ("style.manner", do.skip),  # in the style of
        ("style.generic", do.extend_name),  # (newspaper) print
        ("style", do.name_style),
        ("nearest.refused", do.drop_nearest),  # no Monet
        ("nearest", do.name_nearest),
        # the whole look
        ("blend", do.set_blend),
        ("colours", do.set_colours),
        ("mix", do.mix_styles),
        ("over", do.begin_clause_below),
        ("stop|and|then|with", do.begin_clause),
        ("missed|beyond|number", do.miss),
        ("any", do.skip),
    )
)
