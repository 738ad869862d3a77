"""The conformance check of an architecture: what GAN Studio relies on, found out in seconds."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ganstudio.api.architecture import Architecture, Batch, Growing, Networks
from ganstudio.api.options import Options, fields, parse
from ganstudio.testing.adversarial import (
    BATCH,
    build_networks,
    compute_losses,
    grow,
    is_close,
    list_moments,
    make_batch,
    make_fakes,
    make_inputs,
)
from ganstudio.testing.listing_check import check_lightness, check_words

if TYPE_CHECKING:
    from torch.optim import Optimizer

STEPS = 40
TOTALS = (1_000, 12_345, 1_000_000)


def check_architecture(architecture: Architecture[Any], **options: Any) -> None:
    """Raise AssertionError, in a readable sentence, where an architecture breaks a promise of the contract.

        from ganstudio.testing.architectures import check_architecture

        def test_mine() -> None:
            check_architecture(MyGAN())
            check_architecture(MyGAN(), objective="hinge")

    Whole numbers among the options are set to their least, so that the networks are small; name the ones that must not
    be. Sizes up to 64 pixels are built, or the least one. It takes seconds, on the CPU, and disturbs no random state.
    """
    chosen = smallest_options(architecture, options)
    with torch.random.fork_rng(devices=[]):
        check_words(architecture)
        check_sizes(architecture)
        check_lightness(architecture)
        for size in [size for size in architecture.sizes if size <= 64] or [min(architecture.sizes)]:
            check_plan(architecture, chosen, size)
            for channels in (3,) if architecture.task == "translate" else (3, 1):
                check_pictures(architecture, chosen, size, channels)
        check_gradients(architecture, chosen)
        check_learning(architecture, chosen)
        check_same_again(architecture, chosen)
        check_growing(architecture, chosen)
        if architecture.task == "translate":
            check_painter(architecture, chosen)


def smallest_options(architecture: Architecture[Any], given: Mapping[str, Any]) -> Options:
    """The options with each whole number at its least, but for the given ones."""
    numbers = [field for field in fields(architecture.Options) if field.kind == "whole" and field.least is not None]
    return parse(
        architecture.Options, {field.name: int(field.least or 0) for field in numbers} | dict(given), architecture.id
    )


def check_sizes(architecture: Architecture[Any]) -> None:
    """It names the sizes that it can make."""
    assert architecture.sizes, f"{type(architecture).__name__} names no sizes."


def check_plan(architecture: Architecture[Any], options: Options, size: int) -> None:
    """The stages' pictures add up to the training's, resolutions rise to the size, fades end within their stage."""
    for images in TOTALS:
        stages = architecture.plan(options, size, images).stages
        what = f"{architecture.id}: the plan for {images:,} pictures of {size} pixels"
        counted = sum(stage.images for stage in stages)
        assert counted == images, f"{what} counts {counted:,} pictures."
        _check_resolutions(what, [stage.resolution for stage in stages], size)
        for stage in stages:
            assert stage.batch >= 1, f"{what} has a batch of {stage.batch}."
            assert 0 <= stage.fade <= stage.images, f"{what} fades for {stage.fade:,} of {stage.images:,} pictures."


def _check_resolutions(what: str, resolutions: list[int], size: int) -> None:
    assert resolutions[-1] == size, f"{what} ends at {resolutions[-1]} pixels."
    assert resolutions == sorted(resolutions), f"{what} shrinks: {resolutions}."
    divide = all(size % side == 0 for side in resolutions)
    assert divide, f"{what} has resolutions that do not divide the size: {resolutions}."


def check_pictures(architecture: Architecture[Any], options: Options, size: int, channels: int) -> None:
    """The generator's pictures have the promised shape, type and range, at each resolution of the plan."""
    networks = build_networks(architecture, options, size, channels)
    for resolution, alpha in list_moments(architecture.plan(options, size, TOTALS[1])):
        grow(networks, resolution, alpha)
        if architecture.task == "generate":
            made = make_fakes(architecture, networks, options)
        else:
            made = networks.generator(
                *make_inputs(architecture, options, make_batch(architecture, networks, resolution, channels))
            )
        what = f"{architecture.id}: the generator's pictures at {resolution} pixels"
        wanted = (BATCH, channels, resolution, resolution)
        assert tuple(made.shape) == wanted, f"{what} have the shape {tuple(made.shape)} instead of {wanted}."
        assert made.dtype == torch.float32, f"{what} are {made.dtype} instead of float32."
        assert made.isfinite().all(), f"{what} are not finite."
        assert made.abs().mean() <= 2, f"{what} are far from [-1, 1]: {made.abs().mean():.1f} in the mean."


def check_gradients(architecture: Architecture[Any], options: Options) -> None:
    """Losses are finite scalars with names of their own; each weight has a finite gradient, in float32 and in bfloat16."""
    size = min(architecture.sizes)
    for bfloat16 in (False, True):
        networks = build_networks(architecture, options, size, 3)
        for resolution, alpha in list_moments(architecture.plan(options, size, TOTALS[1])):
            grow(networks, resolution, alpha)
            _check_losses(architecture, networks, options, resolution, bfloat16=bfloat16)
        for side, network in (("generator", networks.generator), ("discriminator", networks.discriminator)):
            for name, weight in network.named_parameters():
                what = f"{architecture.id}: the gradient of the {side}'s {name}{' in bfloat16' * bfloat16}"
                if weight.requires_grad:
                    assert weight.grad is not None, f"{what} is missing: no loss reaches it."
                    assert weight.grad.isfinite().all(), f"{what} is not finite."


def _check_losses(
    architecture: Architecture[Any], networks: Networks, options: Options, resolution: int, *, bfloat16: bool
) -> None:
    names: set[str] = set()
    for network, losses in compute_losses(architecture, networks, options, resolution, bfloat16=bfloat16):
        for name, loss in losses.items():
            what = f"{architecture.id}: the loss “{name}”"
            assert name not in names, f"{what} is on both sides; give each a name of its own."
            assert loss.dim() == 0, f"{what} is no scalar but has the shape {tuple(loss.shape)}."
            assert loss.isfinite(), f"{what} is {loss.item()}."
        names |= set(losses)
        if not losses:
            continue
        torch.stack(list(losses.values())).sum().backward(inputs=[w for w in network.parameters() if w.requires_grad])  # type: ignore[no-untyped-call]


def check_learning(architecture: Architecture[Any], options: Options) -> None:
    """The discriminator lowers its losses on a fixed batch, with the rate and betas that the architecture asks for."""
    how = architecture.optimisation(options)
    networks = build_networks(architecture, options, min(architecture.sizes), 3)
    if not list(networks.discriminator.parameters()):
        return
    resolution = architecture.plan(options, min(architecture.sizes), TOTALS[1]).stages[-1].resolution
    learner = torch.optim.Adam(networks.discriminator.parameters(), lr=how.discriminator_rate, betas=how.betas)
    batch = make_batch(architecture, networks, resolution)
    batch = replace(batch, fake=architecture.fake(networks, batch, options).detach())
    history = [_take_step(architecture, networks, options, batch, learner) for _ in range(STEPS)]
    assert history[-1] < history[0], (
        f"{architecture.id}: the discriminator's losses on one batch did not fall in {STEPS} steps "
        f"but went from {history[0]:.3f} to {history[-1]:.3f}."
    )


def _take_step(
    architecture: Architecture[Any], networks: Networks, options: Options, batch: Batch, learner: "Optimizer"
) -> float:
    torch.manual_seed(0)
    loss = torch.stack(list(architecture.discriminator_losses(networks, batch, options).values())).sum()
    learner.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    learner.step()
    return loss.item()


def check_same_again(architecture: Architecture[Any], options: Options) -> None:
    """One seed gives one pair of networks; copies and state dicts give the same pictures, alone or in a batch."""
    size = min(architecture.sizes)
    first, second = (build_networks(architecture, options, size, 3, seed=1) for _ in range(2))
    for mine, its in zip(first.generator.state_dict().items(), second.generator.state_dict().items(), strict=True):
        assert mine[0] == its[0] and mine[1].equal(its[1]), (
            f"{architecture.id}: one seed gave two generators: {mine[0]} differs."
        )
    original = first.generator.eval()
    other = build_networks(architecture, options, size, 3, seed=2)
    other.generator.load_state_dict(original.state_dict())
    other.discriminator.load_state_dict(first.discriminator.state_dict())
    z = make_inputs(architecture, options, make_batch(architecture, first, size))
    with torch.no_grad():
        wanted = original(*z)
        assert other.generator.eval()(*z).equal(wanted), (
            f"{architecture.id}: the generator's state dict does not hold all of it."
        )
        assert deepcopy(original)(*z).equal(wanted), f"{architecture.id}: a copy of the generator makes other pictures."
        alone = torch.cat([original(*(part[None] for part in one)) for one in zip(*z, strict=True)])
    assert is_close(alone, wanted), f"{architecture.id}: in eval mode a picture depends on the others of its batch."


def check_growing(architecture: Architecture[Any], options: Options) -> None:
    """Where networks grow, both do: a new level begins as the doubled lower one, and its fade ends without a jump."""
    size = max((size for size in architecture.sizes if size <= 64), default=min(architecture.sizes))
    networks = build_networks(architecture, options, size, 3)
    grows, also = (isinstance(network, Growing) for network in (networks.generator, networks.discriminator))
    assert grows == also, f"{architecture.id}: one of the networks grows, the other does not."
    resolutions = list(dict.fromkeys(stage.resolution for stage in architecture.plan(options, size, TOTALS[1]).stages))
    if not grows:
        what = f"{architecture.id}: the plan has the resolutions {resolutions}"
        assert resolutions == [size], f"{what}, but the networks do not grow."
        return
    for below, above in pairwise(resolutions):
        _check_fade(architecture, networks, options, below, above)


def check_painter(architecture: Architecture[Any], options: Options) -> None:
    """The generator has the painter that a style pack holds; it paints pictures of any size, and sees what it says."""
    networks = build_networks(architecture, options, min(architecture.sizes), 3)
    painter, margin = architecture.build_painter(options), architecture.margin(options)
    painter.load_state_dict(networks.generator.get_submodule("painter").state_dict())
    size, scale = (64, 2 * margin + 64 + -2 * margin % 16), architecture.scale(options)
    picture = torch.rand(1, 3, *size, requires_grad=True)
    made = painter(picture)
    assert made.shape == (1, 3, scale * size[0], scale * size[1]), (
        f"{architecture.id}: the painter makes {tuple(made.shape)} of {tuple(picture.shape)}; its scale is {scale}."
    )
    made[..., scale * size[1] // 2].sum().backward()
    assert picture.grad is not None
    seen = picture.grad.abs().sum((0, 1, 2)).nonzero()
    reach = max(size[1] // 2 - int(seen.min()), int(seen.max()) - size[1] // 2)
    assert reach <= margin, f"{architecture.id}: the painter sees {reach} pixels far, but its margin is {margin}."


def _check_fade(architecture: Architecture[Any], networks: Networks, options: Options, below: int, above: int) -> None:
    def seen(resolution: int, alpha: float) -> tuple[Tensor, Tensor]:
        grow(networks, resolution, alpha)
        torch.manual_seed(3)
        made = make_fakes(architecture, networks, options)
        looked_at = interpolate(small, size=(resolution, resolution))
        return made, networks.discriminator(looked_at).flatten()

    what = f"{architecture.id}: at {above} pixels"
    small = torch.rand(BATCH, 3, below, below) * 2 - 1
    with torch.no_grad():
        (low, its_score), (start, score) = seen(below, 1.0), seen(above, 0.0)
        (almost, almost_score), (grown, grown_score) = seen(above, 1 - 1e-6), seen(above, 1.0)
    doubled = interpolate(low, size=(above, above))
    assert is_close(start, doubled), (
        f"{what} and alpha 0 the generator's pictures are not those of {below} pixels, enlarged."
    )
    assert is_close(score, its_score), f"{what} and alpha 0 the discriminator judges otherwise than at {below} pixels."
    assert is_close(almost, grown), f"{what} the generator jumps when alpha becomes 1."
    assert is_close(almost_score, grown_score), f"{what} the discriminator jumps when alpha becomes 1."
