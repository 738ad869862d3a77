"""How torch is imported, each in a process of its own."""

import os
import subprocess
import sys

import pytest

from ganstudio.plugins.catalog import Catalog, Plugin
from ganstudio.torch_import import DEFERRED

_IN_PART = f"""
import gc, sys
from ganstudio.torch_import import import_torch_in_part
assert "torch" not in sys.modules
import_torch_in_part()
import_torch_in_part()
import torch
deferred = {DEFERRED!r}
assert gc.isenabled()
assert not any(vars(sys.modules[name]).keys() & {{"Distribution", "meta_index_Tensor"}} for name in deferred)
assert "torch._decomp.decompositions" not in sys.modules
assert torch.nn.functional.conv2d(torch.ones(1, 3, 8, 8), torch.ones(2, 3, 3, 3)).sum() == 2 * 36 * 27
assert torch.rand(1, generator=torch.Generator().manual_seed(0)).shape == (1,)
assert torch.distributions.Normal(0.0, 1.0).sample().shape == ()
assert torch.jit.trace(torch.nn.ReLU(), torch.ones(1))(-torch.ones(1)) == 0
import torch._meta_registrations as registrations
assert callable(registrations.meta_index_Tensor)
assert torch.index_select(torch.ones(4, 2, device="meta"), 0, torch.ones(3, dtype=torch.long, device="meta")).shape == (3, 2)
import torch.export
assert callable(torch.export.export)
"""


def _run(code: str, **environment: str) -> str:
    others = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "GOMP_", "KMP_"))}
    made = subprocess.run(
        [sys.executable, "-c", code], env=others | environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_parts_of_torch_that_nobody_asks_for_stay_unread_and_come_when_asked_for() -> None:
    _run(_IN_PART)


@pytest.mark.parametrize(
    ("environment", "policy"),
    [({}, "passive"), ({"OMP_WAIT_POLICY": "active"}, "active"), ({"GOMP_SPINCOUNT": "99"}, "None")],
)
def test_threads_that_wait_sleep_unless_the_environment_says_otherwise(environment: dict[str, str], policy: str) -> None:
    assert _run("import os, ganstudio; print(os.environ.get('OMP_WAIT_POLICY'))", **environment) == policy


def test_a_catalog_tells_whether_foreign_code_was_loaded() -> None:
    bundled, pack = Plugin("classic", "bundled"), Plugin("mine", "/packs/mine.ganstyle", pack="/packs/mine.ganstyle")
    waiting, foreign = Plugin("other", "/plugins/other", trusted=False), Plugin("other", "/plugins/other")
    assert Catalog(plugins=(bundled, pack, waiting)).only_bundled
    assert not Catalog(plugins=(bundled, foreign)).only_bundled
