"""Former names of the plugin contract, with the present ones: the error for a plugin that uses one names the other.

The table alone, without imports: whoever reports an old name looks here.
"""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "Game": "AdversarialGAN",
    "GameOptions": "AdversarialOptions",
    "Needed": "RequiredNetwork",
    "Players": "Networks",
    "Rules": "ObjectiveName",
    "Seen": "DiscriminatorInput",
    "SeenOptions": "DiscriminatorInputOptions",
    "Smoothed": "R1Penalty",
}
"""What `ganstudio.api` holds, old name to new name."""

ARCHITECTURE: Mapping[str, str] = {
    "batch": "default_batch",
    "damaged": "degrade",
    "eased": "options_at",
    "enough": "default_images",
    "needs": "required_network",
    "painter": "build_painter",
    "photos": "takes_photos",
    "seen": "discriminator_input",
    "sentence": "default_summary",
    "suited": "defaults_for",
    "whole": "uncropped",
}
"""Methods and fields of an architecture, old name to new name."""

STYLE: Mapping[str, str] = {"lasting": "video_statistics", "words": "prompt_words"}
"""Methods and fields of a style, old name to new name."""

OPTIONS: Mapping[str, str] = {
    "how": "optimisation",
    "looks_singly": "has_gradient_penalty",
    "rules": "build_objective",
    "seen": "discriminator_input",
}
"""Methods of `AdversarialOptions`, old name to new name."""


def explain_import(name: str) -> str:
    """The sentence for an import by a former name, or from the package that held the contract before."""
    word = NAMES.get(name, name)
    return f"“{name}” is {word} in ganstudio.api now: write “from ganstudio.api import {word}”."


def find_old_word(cls: type, words: Mapping[str, str]) -> str | None:
    """The first former name that a plugin's class, or a base of it outside the studio, defines without the present one."""
    own = [base for base in cls.__mro__ if base.__module__.partition(".")[0] != "ganstudio"]
    defined = {name for base in own for name in vars(base)}
    return next((old for old, new in words.items() if old in defined and new not in defined), None)
