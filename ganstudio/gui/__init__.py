"""The window; nothing outside this room knows Qt."""

import sys

# PySide6 6.12 returns None from each call without counting the reference, as if None could not die; before Python 3.12 it
# can, and after some thousand calls the interpreter aborts (“none_dealloc”). So give None more references than can be lost.
if sys.version_info < (3, 12):
    import ctypes

    ctypes.c_ssize_t.from_address(id(None)).value = 1 << 60
