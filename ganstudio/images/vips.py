"""libvips, asked for in one place: only what is well tried by many, and nothing remembered of files read before."""

from functools import cache
from typing import Any


@cache
def libvips() -> Any:
    """The module pyvips, set up: loaders that libvips calls untrusted are shut, no file is remembered."""
    import logging

    import pyvips

    logging.getLogger("pyvips").addHandler(logging.NullHandler())  # else what it logs of damaged files is printed
    pyvips.cache_set_max(0)  # what was read before must not be held, nor taken for what is there now
    pyvips.block_untrusted_set(True)
    return pyvips
