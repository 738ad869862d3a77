"""The paths of a batch's results: never a file that the batch reads, never one path twice."""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from ganstudio.images.writer import formats_to_save
from ganstudio.stylize.batch_record import Batch, BatchSpec
from ganstudio.stylize.output_names import numbered_names, same_file
from ganstudio.stylize.result_index import ResultIndex
from ganstudio.video.encode import film_suffixes_for


class SourceFiles:
    """The files that a batch reads: its sources and the pictures that its look takes from elsewhere."""

    def __init__(self, spec: BatchSpec) -> None:
        values = (value for layer in spec.look.layers for value in layer.options.values())
        pictures = (Path(value) for value in values if isinstance(value, str) and Path(value).is_absolute())
        self._paths = {_comparable(path) for path in spec.sources}
        self._files = _identities(chain(spec.sources, pictures))

    def __contains__(self, place: Path) -> bool:
        """Whether a place is, or leads to, one of the files."""
        return _comparable(place) in self._paths or not self._files.isdisjoint(_identities((place,)))


def target_path(spec: BatchSpec, number: int, *, film: bool) -> Path:
    """The path of a result where no file is in the way; a film never has a picture's suffix, nor a picture a film's."""
    source = spec.sources[number]
    if spec.target is not None:
        return spec.target
    if film:
        return spec.folder / spec.naming.name(source, spec.style, number + 1, film_suffixes_for(source), usual=".mp4")
    return spec.folder / spec.naming.name(source, spec.style, number + 1, formats_to_save())


def free_path(batch: Batch, number: int, wanted: Path, originals: SourceFiles) -> Path:
    """The path of a result: that of an unfinished film, which is continued, else one where no file is overwritten."""
    begun, naming = Path(batch.items[number].target), batch.spec.naming
    replaces = naming.existing == "overwrite"
    if batch.items[number].target and begun not in originals and (replaces or not begun.exists()):
        return begun
    taken = _other_targets(batch, number)
    kept = {str(wanted).casefold()} if (naming.existing == "skip" and wanted.exists()) or wanted in originals else set()
    place = naming.target(wanted, batch.spec.sources[number], taken | kept)
    assert place is not None  # “skip” leaves out no result whose path is in `used_names`
    return place


def existing_result(batch: Batch, number: int, wanted: Path, key: str, index: ResultIndex) -> Path | None:
    """The file that is the result of the same source in the same look; None where it is to be made.

    A file of unknown origin counts as one where its name is that of the result.
    """
    source, taken = batch.spec.sources[number], _other_targets(batch, number)
    for place in chain((wanted,), numbered_names(wanted)):
        if str(place).casefold() in taken:
            continue
        if not place.exists():
            return None
        shows = index.is_result_of(place, key, source)
        if shows or (shows is None and place == wanted) or same_file(place, source):
            return place
    return None


def _other_targets(batch: Batch, number: int) -> set[str]:
    return {item.target.casefold() for other, item in enumerate(batch.items) if other != number and item.target}


def _comparable(path: Path) -> str:
    return str(path.absolute()).casefold()  # on some disks capitals make no difference


def _identities(paths: Iterable[Path]) -> set[tuple[int, int]]:
    found = set()
    for path in paths:
        try:
            status = path.stat()
        except (OSError, ValueError):
            continue
        found.add((status.st_dev, status.st_ino))
    return found
