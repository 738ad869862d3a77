"""OpenMP: threads of torch that wait for others sleep."""

import os

_POLICIES = ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME")  # whoever sets one of them knows the machine


def set_passive_waiting() -> None:
    """Let threads of OpenMP that wait for others sleep; it must come before torch's first import.

    Else they hold a core for milliseconds at each step, on a machine that has other work for it, too.
    """
    if not any(name in os.environ for name in _POLICIES):
        os.environ["OMP_WAIT_POLICY"] = "passive"
