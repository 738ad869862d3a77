"""In plain words: a sentence in English or Chinese becomes a look."""

from ganstudio.stylize.say.changes import Change as Change
from ganstudio.stylize.say.changes import changes_of as changes_of
from ganstudio.stylize.say.changes import said_anew as said_anew
from ganstudio.stylize.say.doing import Chip as Chip
from ganstudio.stylize.say.understanding import Understood as Understood
from ganstudio.stylize.say.understanding import understand as understand
