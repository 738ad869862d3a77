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
    ("environment", "policy"),
    [({}, "passive"), ({"OMP_WAIT_POLICY": "active"}, "active"), ({"GOMP_SPINCOUNT": "99"}, "None")],
)
def test_threads_that_wait_sleep_unless_the_environment_says_otherwise(environment: dict[str, str], policy: str) -> None:
    assert _run("import os, ganstudio; print(os.environ.get('OMP_WAIT_POLICY'))", **environment) == policy
