"""The planner: everything that decides a training, resolved once and written into its run folder."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from ganstudio import __version__
from ganstudio.api.architecture import Architecture
from ganstudio.api.options import Options, parse
from ganstudio.api.schedule import Plan
from ganstudio.core.devices import isolated_rng, pick_device, precision
from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.core.files import is_folder, write_atomically
from ganstudio.core.translation import tr
from ganstudio.plugins.catalog import Catalog
from ganstudio.runs import checkpoint
from ganstudio.runs.run import Run
from ganstudio.runs.run_spec import RunSpec
from ganstudio.train.request import TrainRequest
from ganstudio.train.required_networks import refuse_without

PIXELS = {"cpu": 2e8, "mps": 2e9, "cuda": 1e10}  # that a DCGAN learns from in some fifteen minutes; on the CPU, each thread
HELD_BACK, ENOUGH_TO_HOLD_BACK = 128, 400  # pictures that the critic never learns from, of so many
GOOD_SIZE = {"cpu": 32, "mps": 64, "cuda": 128}


def create_run(folder: Path, catalog: Catalog, request: TrainRequest) -> Run:
    """A run that has not begun, in a folder of its own."""
    _refuse_among_pictures(folder, request.data)
    spec = plan_run(catalog, request)
    weights = _read_weights(request.start) if request.start else None
    run = Run.create(folder, spec)
    if weights is not None:
        write_atomically(run.start_file, weights)
    return run


def _refuse_among_pictures(folder: Path, data: Path) -> None:
    """GanStudioError where a run would lie among the pictures that it learns from."""
    place, pictures = folder.expanduser().resolve(), data.expanduser().resolve()
    if is_folder(pictures) and (place == pictures or pictures in place.parents):
        raise GanStudioError(
            "The training cannot lie in {folder}, among its own pictures; name a folder beside {data}.",
            folder=folder,
            data=data,
        )


def plan_run(catalog: Catalog, request: TrainRequest) -> RunSpec:
    """Everything that decides a training; GanStudioError where the request cannot be carried out."""
    from ganstudio.images.dataset.scan import files_at, scan

    _check_positive(images=request.images, batch=request.batch)
    chosen = catalog.architecture(request.architecture)
    options = parse(chosen.Options, {**_preset_options(chosen, request.preset), **request.options}, chosen.title)
    refuse_without(chosen, options)
    translating = chosen.task == "translate"
    files = files_at(request.data) if translating else scan(request.data).files
    _check_photos(chosen, request.photos)
    if translating and request.aspect != 1:
        raise GanStudioError("{title} changes photos of any shape; leave the shape out.", title=chosen.title)
    device = pick_device(request.device)
    size = chosen.sizes[0] if translating and request.size is None else _choose_size(chosen, request.size, device, files)
    spec = _make_spec(request, chosen, chosen.defaults_for(options, size), size, device, files)
    if request.minutes is not None:
        spec = _fit_duration(chosen, spec, 60 * request.minutes, request.batch)
    save_every = max(1, min(spec.images // 10, _images_in_quarter_hour(device, size) // 5))
    return spec.model_copy(update={"sample_every": max(1, spec.images // 60), "save_every": save_every})


def _make_spec(
    request: TrainRequest, chosen: Architecture[Any], options: Options, size: int, device: str, files: tuple[Path, ...]
) -> RunSpec:
    """The spec of a training of the requested length, or else of its architecture's."""
    from ganstudio.images.background import ground_colour

    images = request.images or chosen.default_images(options) or _images_in_quarter_hour(device, size)
    holds_back = chosen.task != "translate" and len(files) >= ENOUGH_TO_HOLD_BACK
    return RunSpec(
        architecture=request.architecture,
        options=options.model_dump(mode="json"),
        data=str(request.data.expanduser().absolute()),
        photos=str(request.photos.expanduser().absolute()) if request.photos else None,
        labels=_find_kinds(chosen, request.data) if request.labels else (),
        held_back=min(HELD_BACK, len(files) // 20) if holds_back else 0,
        start=request.start.name if request.start else None,
        size=size,
        aspect=request.aspect,
        ground=ground_colour(request.ground, files),
        latent=_latent_length(chosen, options, size),
        images=images,
        plan=_scale_batches(chosen.plan(options, size, images), request.batch),
        seed=request.seed,
        mirror=request.mirror,
        device=device,
        precision=precision(device),
        threads=_count_threads(device),
        sample_every=1,
        save_every=1,
        version=__version__,
    )


def _latent_length(architecture: Architecture[Any], options: Options, size: int) -> int:
    """How many random numbers a picture is made from: the networks, built once, say it."""
    with isolated_rng():
        return architecture.build(options, size, 3).latent


def _fit_duration(architecture: Architecture[Any], spec: RunSpec, seconds: float, batch: int | None) -> RunSpec:
    """The same for so many seconds, at the speed that it has here."""
    from ganstudio.train.forecast import forecast

    if architecture.task == "translate":
        raise GanStudioError(
            "{title} knows itself how long it needs; name no minutes, or a number of pictures.", title=tr(architecture.title)
        )
    options = parse(architecture.Options, spec.options, architecture.title)
    images = forecast(architecture, spec).images(architecture, options, spec.size, seconds)
    return spec.model_copy(
        update={"images": images, "plan": _scale_batches(architecture.plan(options, spec.size, images), batch)}
    )


def _preset_options(architecture: Architecture[Any], name: str | None) -> Mapping[str, Any]:
    if name is None:
        return {}
    if name not in architecture.presets:
        raise unknown_name_error("preset of {architecture}", name, architecture.presets, architecture=tr(architecture.title))
    return architecture.presets[name]


def _check_photos(architecture: Architecture[Any], photos: Path | None) -> None:
    from ganstudio.images.dataset.scan import scan

    if photos and architecture.task == "generate":
        raise GanStudioError(
            "{title} makes pictures from noise; it learns from the one folder and takes no photos.",
            title=tr(architecture.title),
        )
    if photos and not architecture.takes_photos:
        raise GanStudioError(
            "{title} learns from the one folder of clean pictures; it takes no photos.", title=tr(architecture.title)
        )
    if photos and not photos.is_file():
        scan(photos)


def _find_kinds(architecture: Architecture[Any], data: Path) -> tuple[str, ...]:
    from ganstudio.images.dataset.scan import kinds

    if architecture.task == "translate":
        raise GanStudioError("{title} changes photos; it cannot tell kinds of pictures apart.", title=tr(architecture.title))
    found = kinds(data)
    if not found:
        raise GanStudioError(
            "There is but one kind of pictures in {data}; put each kind into a sub-folder of its own.", data=data
        )
    return found


def _read_weights(start: Path) -> bytes:
    """The newest checkpoint of a training, to begin another one with."""
    origin = Run.open(start)
    newest = checkpoint.load_latest(origin.checkpoints)
    if not newest:
        raise GanStudioError("The training in {start} has saved nothing yet; there is nothing to begin with.", start=start)
    return checkpoint.serialise(newest)


def _choose_size(architecture: Architecture[Any], wanted: int | None, device: str, files: tuple[Path, ...]) -> int:
    """The wanted size where the architecture has it; else the largest that device and pictures are good for."""
    sizes = architecture.sizes
    if wanted and wanted not in sizes:
        raise GanStudioError(
            "{title} has no size {wanted}; it has {sizes} pixels.",
            title=tr(architecture.title),
            wanted=wanted,
            sizes=", ".join(map(str, sizes)),
        )
    most = min(GOOD_SIZE[device], _typical_side(files))
    return wanted or max((size for size in sizes if size <= most), default=min(sizes))


def _typical_side(files: tuple[Path, ...]) -> int:
    """The shorter side of the pictures, in pixels: the middle one of the first few that can be read."""
    from ganstudio.images.reader import open_image

    sides: list[int] = []
    for file in files[:20]:
        with suppress(GanStudioError), open_image(file) as picture:
            sides.append(min(picture.size))
    return sorted(sides)[len(sides) // 2] if sides else 0


def _scale_batches(plan: Plan, batch: int | None) -> Plan:
    """The plan with `batch` pictures a step; where later stages take fewer, they do so in the same proportion."""
    if batch is None:
        return plan
    most = max(stage.batch for stage in plan.stages)
    return Plan(tuple(replace(stage, batch=max(1, stage.batch * batch // most)) for stage in plan.stages))


def _images_in_quarter_hour(device: str, size: int) -> int:
    """About how many pictures are learned from in fifteen minutes, in whole thousands."""
    threads = min(_count_threads(device), 8) or 1
    return max(1000, int(PIXELS[device] * threads / size**2) // 1000 * 1000)


def _check_positive(**numbers: int | None) -> None:
    for name, number in numbers.items():
        if number is not None and number < 1:
            raise GanStudioError("“{name}” is {number}; a training needs at least one picture.", name=name, number=number)


def _count_threads(device: str) -> int:
    """Threads that it is computed with: as many as this process has now; on another device 0, they do not matter."""
    import torch

    return torch.get_num_threads() if device == "cpu" else 0
