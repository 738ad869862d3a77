"""Unwrapping: the weights of one network, out of the dictionaries and prefixes that trainers put around them."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

_DEEP = 8  # dictionaries and prefixes around one another
_MOST = 200_000  # names in a file
_AVERAGED = ("ema", "averaged", "shadow")
_COMPILED = "_orig_mod."


def find_tensors(found: Any) -> "dict[str, Tensor]":
    """All tensors in dictionaries within one another, by their names joined by dots; what else is there is left out."""
    import torch

    named: dict[str, Tensor] = {}

    def collect(inner: Any, name: str, depth: int) -> None:
        if isinstance(inner, torch.Tensor):
            named[name.replace(_COMPILED, "")] = inner
        elif isinstance(inner, dict) and depth < _DEEP and len(named) < _MOST:
            for key, value in inner.items():
                collect(value, f"{name}.{key}" if name else str(key), depth + 1)

    collect(found, "", 0)
    return named


def find_networks(
    weights: "Mapping[str, Tensor]", known: "Callable[[Mapping[str, Tensor]], bool]"
) -> "dict[str, Mapping[str, Tensor]]":
    """The networks in those weights that `known_networks` names, by the prefix that stands before their names.

    Where each is there as it was learned and also averaged, only the averaged ones.
    """
    found = dict(_search(weights, known, "", 0))
    averaged = {prefix: each for prefix, each in found.items() if any(word in prefix.lower() for word in _AVERAGED)}
    return _drop_copies(averaged or found)


def _search(
    weights: "Mapping[str, Tensor]", known: "Callable[[Mapping[str, Tensor]], bool]", prefix: str, depth: int
) -> "Iterator[tuple[str, Mapping[str, Tensor]]]":
    if known(weights):
        yield prefix, weights
    elif depth < _DEEP:
        inside: dict[str, dict[str, Tensor]] = {}
        for name, value in weights.items():
            first, _, rest = name.partition(".")
            if rest:
                inside.setdefault(first, {})[rest] = value
        for first, each in inside.items():
            yield from _search(each, known, f"{prefix}.{first}" if prefix else first, depth + 1)


def _drop_copies(found: "dict[str, Mapping[str, Tensor]]") -> "dict[str, Mapping[str, Tensor]]":
    """Each network once: some trainers keep the very same under two names."""
    once: dict[str, Mapping[str, Tensor]] = {}
    for prefix, weights in found.items():
        if not any(_is_same(weights, other) for other in once.values()):
            once[prefix] = weights
    return once


def _is_same(one: "Mapping[str, Tensor]", other: "Mapping[str, Tensor]") -> bool:
    import torch

    return one.keys() == other.keys() and all(torch.equal(value, other[name]) for name, value in one.items())
