"""Values with tensors in them as JSON and named tensors, so that a safetensors file can hold them without code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ganstudio.core.errors import GanStudioError

if TYPE_CHECKING:
    from torch import Tensor


def encode_tensors(value: Any, tensors: "dict[str, Tensor]") -> Any:
    """The value as JSON; its tensors go into `tensors`. GanStudioError where its type cannot be encoded."""
    import torch

    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, torch.Tensor | np.ndarray):
        name = f"{len(tensors)}"
        tensors[name] = torch.as_tensor(value).detach().clone().contiguous()
        return {"tensor" if isinstance(value, torch.Tensor) else "array": name}
    if isinstance(value, Mapping):
        return {"map": [[encode_tensors(key, tensors), encode_tensors(each, tensors)] for key, each in value.items()]}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [encode_tensors(each, tensors) for each in value]}
    raise GanStudioError(
        "A style takes a {kind} for a whole film, which no file can keep; use numbers, words and tensors.",
        kind=type(value).__name__,
    )


def decode_tensors(value: Any, tensors: "Mapping[str, Tensor]") -> Any:
    """The value that `encode_tensors` encoded."""
    if not isinstance(value, dict):
        return value
    ((kind, what),) = value.items()
    match kind:
        case "tensor":
            return tensors[what]
        case "array":
            return tensors[what].cpu().numpy()
        case "map":
            return {decode_tensors(key, tensors): decode_tensors(each, tensors) for key, each in what}
    made = [decode_tensors(each, tensors) for each in what]
    return tuple(made) if kind == "tuple" else made
