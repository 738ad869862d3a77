"""In plain words: a sentence in English or Chinese becomes a look."""

from ganstudio.stylize.prompt.alternatives import Change as Change
from ganstudio.stylize.prompt.alternatives import changes_of as changes_of
from ganstudio.stylize.prompt.alternatives import said_anew as said_anew
from ganstudio.stylize.prompt.apply import Chip as Chip
from ganstudio.stylize.prompt.interpreter import Understood as Understood
from ganstudio.stylize.prompt.interpreter import understand as understand
