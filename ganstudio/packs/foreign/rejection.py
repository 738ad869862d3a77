"""Describes weights of which no style can be made, by the names and shapes of their tensors."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ganstudio.core.translation import tr, tr_noop

if TYPE_CHECKING:
    from torch import Tensor

_UPSCALERS = (
    "rdb1", "RDB1", "conv_first", "conv_after_body", "residual_group", "relative_position_bias_table",
    "conv_before_upsample", "upsampler.", "sub.0.weight",
)  # fmt: skip
_KNOWN = {
    "lora_": tr_noop("a LoRA for Stable Diffusion"), "diffusion_model": tr_noop("a Stable Diffusion checkpoint"),
    "features.28": tr_noop("a VGG classifier"), "mapping.": tr_noop("a StyleGAN generator"),
}  # fmt: skip
_LAST = {"fc.weight": tr_noop("a classifier"), "decoder.": tr_noop("a network with encoder and decoder")}


def looks_like_upscaler(weights: "Mapping[str, Tensor]") -> bool:
    """Whether weights are named as those of ESRGAN, Real-ESRGAN, SwinIR and their kin, with or without a wrapper."""
    if any(sign in name for name in weights for sign in _UPSCALERS):
        return True
    shapes = {".".join(name.rsplit(".", 3)[-3:]): tuple(value.shape) for name, value in weights.items()}
    first, slope = shapes.get("body.0.weight", ()), shapes.get("body.1.weight", ())  # Real-ESRGAN's compact form
    return len(first) == 4 and first[1:] == (3, 3, 3) and slope == first[:1]


def describe_weights(weights: "Mapping[str, Tensor]") -> str:
    """What the weights seem to be, in some words with an article; empty where nothing is known of them."""
    known = next((what for sign, what in _KNOWN.items() if any(sign in name for name in weights)), "")
    last = next((what for sign, what in _LAST.items() if any(sign in name for name in weights)), "")
    return tr(known) or _guess_by_shape(weights) or tr(last)


def _guess_by_shape(weights: "Mapping[str, Tensor]") -> str:
    """Networks of GANs that turn no picture into a picture, or not one of any size."""
    for name, value in weights.items():
        shape = tuple(value.shape)
        if name.endswith("main.0.weight") and len(shape) == 4:
            from_noise = shape[1] != 3
            return tr("a DCGAN generator, which makes pictures from noise") if from_noise else tr("a DCGAN discriminator")
        if name.endswith("model.model.0.weight") and shape[1:] == (3, 4, 4):
            return tr("a pix2pix U-Net generator, which needs pictures of one size")
        if name.endswith("model.0.weight") and shape[1:] == (3, 4, 4):
            return tr("a discriminator of patches, which judges pictures and makes none")
    return ""
