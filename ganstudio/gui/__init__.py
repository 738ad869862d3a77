"""The window; nothing outside this room knows Qt."""

import sys

# PySide6 6.12 hands out None, True and False without counting the reference, as if they could not die; before Python 3.12
# they can, and after some thousand calls the interpreter aborts (“none_dealloc”). So give them more than can ever be lost.
if sys.version_info < (3, 12):
    import ctypes

    for _constant in (None, True, False, NotImplemented):
        ctypes.c_ssize_t.from_address(id(_constant)).value = 1 << 60
