"""A run whose pictures or machine are not where they were when it was made."""

from pathlib import Path

from ganstudio.core.devices import list_devices, pick_device, precision
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Changed
from ganstudio.core.files import exists
from ganstudio.core.translation import tr
from ganstudio.runs.layout import EARLIER, SAMPLES
from ganstudio.runs.run import Run


def relocate(run: Run) -> Changed | None:
    """Let a run go on with what this machine has; what changed, in words, None where all is as it was.

    GanStudioError where its pictures are not there any more.
    """
    spec = run.spec
    for what, place, option in (("pictures", spec.data, "--data"), ("photos", spec.photos, "--photos")):
        if place is not None and not exists(Path(place)):
            raise GanStudioError(
                "{place} is not there any more, and the training needs its {what}; bring them back, or say "
                "where they are: ganstudio resume {folder} {option} FOLDER.",
                place=place,
                what=what,
                folder=run.folder,
                option=option,
            )
    if spec.device in list_devices():
        return None
    move_device(run, "auto")
    return Changed(
        run.images,
        "moved",
        tr("this machine has no “{device}”, so it goes on on “{device2}”", device=spec.device, device2=run.spec.device),
    )


def move_device(run: Run, wanted: str) -> None:
    """Let a run be computed on another device from now on; GanStudioError where this machine has it not."""
    import torch

    device = pick_device(wanted)
    threads = torch.get_num_threads() if device == "cpu" else 0
    run.change_spec(device=device, precision=precision(device), threads=threads)


def move_data(run: Run, data: Path | None, photos: Path | None) -> None:
    """Let a run learn from pictures in another place from now on; GanStudioError where nothing is there."""
    for name, place in (("data", data), ("photos", photos)):
        if place is None:
            continue
        _refuse_place(run, place.expanduser())
        run.change_spec(**{name: str(place.expanduser().absolute())})


def _refuse_place(run: Run, place: Path) -> None:
    """GanStudioError where no pictures are, or where they are the run's own: the old place stays written down then."""
    from ganstudio.images.dataset.scan import files_at

    if not exists(place):
        raise GanStudioError("{place} is not there; name the folder that holds the pictures now.", place=place)
    own, there = run.folder.resolve(), place.resolve()
    if there == own or any(own / part in (there, *there.parents) for part in (SAMPLES, EARLIER)):
        raise GanStudioError(
            "{place} holds the training's own samples, and it learns from none; name another folder.", place=place
        )
    files_at(place)
