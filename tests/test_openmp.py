"""How threads wait, each in a process of its own."""

import os
import subprocess
import sys

import pytest


def _run(code: str, **environment: str) -> str:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_", "KMP_"))}
    made = subprocess.run(
        [sys.executable, "-c", code], env=others | environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


@pytest.mark.parametrize(
    ("environment", "count"),
    [({}, "10000"), ({"OMP_WAIT_POLICY": "active"}, "None"), ({"GOMP_SPINCOUNT": "99"}, "99")],
)
def test_threads_spin_briefly_unless_the_environment_says_otherwise(environment: dict[str, str], count: str) -> None:
    assert _run("import os, ganstudio; print(os.environ.get('GOMP_SPINCOUNT'))", **environment) == count
