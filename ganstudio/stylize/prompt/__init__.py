"""In plain words: a sentence in English or Chinese becomes a look."""

from ganstudio.stylize.prompt.alternatives import Alternative as Alternative
from ganstudio.stylize.prompt.alternatives import alternatives_for as alternatives_for
from ganstudio.stylize.prompt.alternatives import replace_phrase as replace_phrase
from ganstudio.stylize.prompt.apply import Chip as Chip
from ganstudio.stylize.prompt.interpreter import Interpretation as Interpretation
from ganstudio.stylize.prompt.interpreter import interpret as interpret
