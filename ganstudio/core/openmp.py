"""OpenMP: how long torch's threads spin for one another before they sleep."""

import os

_POLICIES = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME")  # whoever sets one of them knows the machine
_BRIEF = {"GOMP_SPINCOUNT": "10000", "KMP_BLOCKTIME": "1"}  # GNU's library: tens of µs; LLVM's, Intel's: 1 ms


def set_brief_spinning() -> None:
    """Let threads of OpenMP spin briefly and then sleep; it must come before torch's first import.

    By default they spin for milliseconds at each step, which takes the cores from other work; where they sleep at once,
    a chain of small operations is several times slower.
    """
    if not any(name in os.environ for name in _POLICIES):
        os.environ.update(_BRIEF)
