"""In plain words: a sentence in English or Chinese becomes a look."""

from ganstudio.stylize.say.understanding import Chip as Chip
from ganstudio.stylize.say.understanding import Understood as Understood
from ganstudio.stylize.say.understanding import understand as understand
