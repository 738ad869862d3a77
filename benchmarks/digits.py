"""Stacked digits, a thousand modes (Metz 2017): how many does a generator cover, and how evenly?"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import affine_grid, cross_entropy, grid_sample

from benchmarks import sets
from benchmarks.contenders import TEXTBOOK, train
from benchmarks.judging import SHOWN, remembered
from ganstudio.core.files import write_atomically
from ganstudio.plugins.catalog import Catalog
from ganstudio.train.sample_sheet import arrange_sheet, encode_png

NAMES = (TEXTBOOK, "dcgan", "dcgan laptop")
SAMPLES, HELD, STEPS, BATCH = 25_600, 397, 400, 64


def report(names: list[str], catalog: Catalog, seconds: float, out: Path) -> Iterator[str]:
    """A Markdown table, line by line: modes of 1,000 and the divergence of the 25,600 samples from the data in nats."""
    data = sets.digits(out)
    yield f"\nstacked digits, {seconds:g} seconds of the processor each, one thread"
    yield f"the judge is right on {judge()[1]:.1%} of the digits that it never saw\n"
    yield "| | pictures seen | modes of 1,000 | divergence (nats) |"
    yield "|---|---|---|---|"
    for name in names:
        key = {"set": data.name, "contender": name, "budget": seconds}

        def work(name: str = name) -> dict[str, Any]:
            outcome = train(name, data, catalog, seconds, out)
            samples = outcome.make(SAMPLES)
            write_atomically(out / f"digits {name}.png", encode_png(arrange_sheet(samples[:SHOWN], sets.SIDE)))
            modes, divergence = coverage(samples)
            return {"images": outcome.images, "seconds": outcome.seconds, "modes": modes, "divergence": divergence}

        found = remembered(out / "results.jsonl", key, work)
        yield f"| {name} | {found['images']:,} | {found['modes']} | {found['divergence']:.3f} |"


def coverage(samples: Tensor) -> tuple[int, float]:
    """How many of the 1,000 triples occur among B×3×32×32, and the Kullback-Leibler divergence from how often they do."""
    network, _ = judge()
    with torch.no_grad():
        read = torch.cat([network(part.flatten(0, 1)[:, None]).argmax(1).view(-1, 3) for part in torch.split(samples, 256)])
    counts = torch.bincount(read @ torch.tensor([100, 10, 1]), minlength=1000).double()
    often = torch.bincount(sets.single_digits()[1], minlength=10).double()
    often /= often.sum()
    wanted = torch.einsum("a,b,c->abc", often, often, often).flatten()
    share = counts / counts.sum()
    return int((counts > 0).sum()), float(torch.special.xlogy(share, share / wanted).sum())


@cache
def judge() -> tuple[nn.Module, float]:
    """A small network that reads one digit, B×1×32×32 to B×10, and how often it is right on digits that it never saw."""
    pictures, numbers = sets.single_digits()
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(0))
    held, learnt = order[:HELD], order[HELD:]
    torch.manual_seed(0)
    network = _reader()
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for step in range(STEPS):
        adam.param_groups[0]["lr"] = 2e-3 * (1 - step / STEPS)
        chosen = learnt[torch.randint(0, len(learnt), (BATCH,))]
        loss = cross_entropy(network(_shaken(pictures[chosen])), numbers[chosen])
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
    network.eval()
    with torch.no_grad():
        right = (network(pictures[held]).argmax(1) == numbers[held]).double().mean()
    return network, float(right)


def _reader() -> nn.Sequential:
    layers: list[nn.Module] = []
    for ins, outs in ((1, 16), (16, 32), (32, 64)):
        layers += [nn.Conv2d(ins, outs, 3, 2, 1, bias=False), nn.BatchNorm2d(outs), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * 16, 10))


def _shaken(pictures: Tensor) -> Tensor:
    """A little moved, enlarged and noised."""
    count = len(pictures)
    turn = torch.eye(2, 3).repeat(count, 1, 1) + torch.empty(count, 2, 3).uniform_(-0.08, 0.08)
    moved = grid_sample(pictures, affine_grid(turn, list(pictures.shape), align_corners=False), "bilinear", "border", False)
    return moved + 0.1 * torch.randn_like(moved)
