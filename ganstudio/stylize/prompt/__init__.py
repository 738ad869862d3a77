"""In plain words: a sentence in English or Chinese becomes a look."""

from ganstudio.stylize.prompt.alternatives import Change as Change
from ganstudio.stylize.prompt.alternatives import changes_of as changes_of
from ganstudio.stylize.prompt.alternatives import replace_phrase as replace_phrase
from ganstudio.stylize.prompt.apply import Chip as Chip
from ganstudio.stylize.prompt.interpreter import Understood as Understood
from ganstudio.stylize.prompt.interpreter import understand as understand
