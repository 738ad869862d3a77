"""Data: the pictures of a training, decoded once and kept in memory, in an order that follows from the seed alone."""

import hashlib
from collections.abc import Callable, Generator, Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from ganstudio.api.architecture import Architecture
from ganstudio.api.options import parse
from ganstudio.api.schedule import Moment
from ganstudio.core.errors import GanStudioError
from ganstudio.core.events import Loading, Skipped
from ganstudio.core.files import resources
from ganstudio.core.translation import tr
from ganstudio.runs.run_spec import RunSpec

TWICE, ALONE = 2, 4  # how many times the training's size pictures are kept whose parts are shown


Result = TypeVar("Result")
Reading = Generator[Loading, None, Result]  # yields progress, returns the data


def derive_seed(seed: int, *what: object) -> int:
    """A seed for one purpose: the same for the same words, unlike any other's."""
    digest = hashlib.sha256(repr((seed, *what)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def seeded_generator(seed: int, *what: object) -> torch.Generator:
    """A random generator of one's own for one purpose."""
    return torch.Generator().manual_seed(derive_seed(seed, *what))


def load_data(architecture: Architecture[Any], spec: RunSpec) -> "Reading[tuple[Data, list[Skipped]]]":
    """Read the pictures of a training; yields progress, returns the data and which files were left out."""
    data = Path(spec.data)
    if architecture.task == "generate":
        return (yield from _load_kinds(data, spec)) if spec.labels else (yield from _load_plain(data, spec))
    pictures, skipped = yield from load_pictures(data, spec, TWICE if architecture.uncropped else _storage_scale(data))
    if not architecture.takes_photos:
        options = parse(architecture.Options, spec.options, architecture.title)
        return DegradedPairs(pictures, spec, partial(architecture.degrade, options=options)), skipped
    beside = Path(spec.photos) if spec.photos else resources() / "samples"
    photos, more = yield from load_pictures(beside, spec, _storage_scale(beside))
    return Pairs(pictures, photos, spec, uncropped=architecture.uncropped), [*skipped, *more]


def load_pictures(where: Path, spec: RunSpec, zoom: int = 1) -> "Reading[tuple[Tensor, list[Skipped]]]":
    """The pictures of a folder, or of one file, uint8 N×C×S×S with S `zoom` times the size; and the files left out.

    Pictures of another shape than the square are squeezed.
    """
    from ganstudio.images.dataset.scan import files_at

    return (yield from _read_files(files_at(where), spec, zoom))


def _read_files(files: Sequence[Path], spec: RunSpec, zoom: int = 1) -> "Reading[tuple[Tensor, list[Skipped]]]":
    from ganstudio.images.dataset.scan import read_squares

    copies = 2 if spec.held_back else 1  # those that are learnt from are copied out of all
    return (yield from read_squares(files, zoom * spec.size, spec.channels, spec.aspect, copies, spec.ground))


def _load_plain(data: Path, spec: RunSpec) -> "Reading[tuple[Data, list[Skipped]]]":
    pictures, skipped = yield from load_pictures(data, spec)
    return Data(pictures, spec), skipped


def _load_kinds(data: Path, spec: RunSpec) -> "Reading[tuple[Data, list[Skipped]]]":
    """Pictures of the kinds that the training knows; what changed about the kinds since it began is reported."""
    from ganstudio.images.dataset.scan import kind_of, scan
    from ganstudio.images.reader import display_path

    kinds = {file: kind_of(file, data) for file in scan(data).files}
    known = [file for file, kind in kinds.items() if kind in spec.labels]
    if not known:
        raise GanStudioError(
            "None of the kinds that this training learns ({labels}) is in {data} any more; give their "
            "folders their old names, or name another folder.",
            labels=", ".join(spec.labels),
            data=data,
        )
    pictures, skipped = yield from _read_files(known, spec)
    left_out = {each.path for each in skipped}
    labels = torch.tensor([spec.labels.index(kinds[file]) for file in known if display_path(file) not in left_out])
    return Data(pictures, spec, labels), [*_report_changed_kinds(set(kinds.values()), spec.labels), *skipped]


def _report_changed_kinds(found: set[str], known: tuple[str, ...]) -> list[Skipped]:
    """The kinds that came or went since the training began."""
    new = tr("this kind of pictures was not there when the training began; it is left out")
    gone = tr("this kind has no pictures any more; nothing more is learnt of it")
    came = [Skipped(kind, new) for kind in sorted(found - set(known))]
    return came + [Skipped(kind, gone) for kind in known if kind not in found]


def _storage_scale(where: Path) -> int:
    """How many times the size pictures are kept: one that is alone is larger, as all is learned from its parts."""
    return ALONE if where.is_file() else TWICE


def _count_held_back(wanted: int, count: int) -> int:
    """How many of so many pictures are not learnt from; fewer than planned where most were taken away since."""
    return wanted if wanted <= count // 4 else count // 20


class Data:
    """Pictures in shuffled epochs; which ones come next follows from the seed and the pictures seen, so no place is kept.

    `held_back` are those that are held back, `labels` the kinds of the others, int64, where they are told apart.
    """

    def __init__(self, pictures: Tensor, spec: RunSpec, labels: Tensor | None = None) -> None:
        back = _count_held_back(spec.held_back, len(pictures))
        order = torch.randperm(len(pictures), generator=seeded_generator(spec.seed, "held back")) if back else None
        held, learnt = (slice(0), slice(None)) if order is None else (order[:back], order[back:].sort()[0])
        self.held_back, self.held_back_labels = pictures[held], None if labels is None else labels[held]
        self.pictures, self.labels = pictures[learnt], None if labels is None else labels[learnt]
        self.spec = spec
        self._epoch = -1
        self._order: list[int] = []
        self._flips: list[bool] = []

    def draw_real(self, images: int, moment: Moment) -> Tensor:
        """The next batch after `images` pictures, B×C×H×W in [-1, 1], at the moment's resolution."""
        places = range(images, images + moment.batch)
        drawn = [self._picture_at(place) for place in places]
        chosen = torch.tensor([which for which, _ in drawn])
        pictures = self.pictures[chosen].to(self.spec.device)
        if self.spec.mirror:
            flips = torch.tensor([flip for _, flip in drawn], device=pictures.device)
            pictures = torch.where(flips[:, None, None, None], pictures.flip(3), pictures)
        return self.as_input(pictures, moment)

    def as_input(self, pictures: Tensor, moment: Moment) -> Tensor:
        """Pictures uint8 as networks are given them, B×C×H×W in [-1, 1], at the moment's resolution."""
        bright = pictures.to(self.spec.device, memory_format=torch.channels_last).float().div_(127.5).sub_(1)
        return resize_to_moment(bright, moment)

    def draw_source(self, images: int, moment: Moment) -> tuple[Tensor | None, Tensor | None]:
        """The photos to be changed: none where pictures are made from noise; and the kinds of the real pictures."""
        if self.labels is None:
            return None, None
        chosen = [self._picture_at(place)[0] for place in range(images, images + moment.batch)]
        return None, self.labels[chosen].to(self.spec.device)

    def _picture_at(self, place: int) -> tuple[int, bool]:
        epoch, within = divmod(place, len(self.pictures))
        if epoch != self._epoch:
            order = seeded_generator(self.spec.seed, "epoch", epoch)
            self._order = torch.randperm(len(self.pictures), generator=order).tolist()
            self._flips = (torch.rand(len(self.pictures), generator=order) < 0.5).tolist()
            self._epoch = epoch
        return self._order[within], self._flips[within]


class Pairs(Data):
    """Pictures to resemble, and photos to be changed; both twice as large as the training's size, cropped by chance."""

    def __init__(self, pictures: Tensor, photos: Tensor, spec: RunSpec, *, uncropped: bool) -> None:
        super().__init__(pictures, spec)
        self.photos = photos
        self.uncropped = uncropped

    def draw_real(self, images: int, moment: Moment) -> Tensor:
        """The next pictures, uncropped or cropped."""
        whole = self.pictures[self._picture_numbers(images, moment)].to(self.spec.device)
        return self._to_floats(whole) if self.uncropped else self._crop(whole, "picture", images)

    def draw_source(self, images: int, moment: Moment) -> tuple[Tensor | None, Tensor | None]:
        """The next photos, B×C×size×size in [-1, 1], and the numbers of the pictures beside them."""
        chosen = seeded_generator(self.spec.seed, "photos", images)
        numbers = torch.randint(0, len(self.photos), (moment.batch,), generator=chosen)
        photos = self.photos[numbers].to(self.spec.device)
        return self._crop(photos, "photo", images), self._picture_numbers(images, moment).to(self.spec.device)

    def sheet_inputs(self, count: int) -> Tensor:
        """The inputs of sample sheets: the first photos, B×C×size×size in [-1, 1]; one that is alone in 16 parts."""
        photos = self.photos[:count].to(self.spec.device)
        if photos.shape[-1] == ALONE * self.spec.size:
            return self._to_floats(_split_square(photos[0], self.spec.size))
        return avg_pool2d(self._to_floats(photos.repeat(ceil(count / len(photos)), 1, 1, 1)[:count]), TWICE)

    def _picture_numbers(self, images: int, moment: Moment) -> Tensor:
        return torch.tensor([self._picture_at(place)[0] for place in range(images, images + moment.batch)])

    def _crop(self, squares: Tensor, what: str, images: int) -> Tensor:
        """A part of each square, the size or up to twice as large, reduced to the size; every other one mirrored."""
        by, size = seeded_generator(self.spec.seed, what, images), self.spec.size
        crops = []
        for square in squares:
            side = int(torch.randint(size, squares.shape[-1] + 1, (), generator=by))
            top, left = torch.randint(0, squares.shape[-1] - side + 1, (2,), generator=by).tolist()
            crop = self._to_floats(square[None, :, top : top + side, left : left + side])
            small = interpolate(crop, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
            crops.append(small.flip(3) if torch.rand((), generator=by) < 0.5 else small)
        return torch.cat(crops)

    @staticmethod
    def _to_floats(pictures: Tensor) -> Tensor:
        return pictures.to(memory_format=torch.channels_last).float().div_(127.5).sub_(1)


class DegradedPairs(Pairs):
    """Clean pictures; the damaged inputs are made from them at random."""

    def __init__(self, pictures: Tensor, spec: RunSpec, damage: Callable[[Tensor], Tensor]) -> None:
        super().__init__(pictures, pictures, spec, uncropped=False)
        self.damage = damage

    def draw_source(self, images: int, moment: Moment) -> tuple[None, None]:  # noqa: ARG002
        """None: the architecture damages the real pictures."""
        return None, None

    def sheet_inputs(self, count: int) -> Tensor:
        """Half as many pictures, damaged; always in the same way after the same seed."""
        return self.damage(super().sheet_inputs(count // 2))


def _split_square(square: Tensor, size: int) -> Tensor:
    """A square in parts, row by row, N×C×size×size."""
    rows = square.unfold(1, size, size).unfold(2, size, size)
    return rows.flatten(1, 2).transpose(0, 1)


def resize_to_moment(pictures: Tensor, moment: Moment) -> Tensor:
    """Pictures as they look at a moment's resolution; while it fades in, mixed with the resolution below (Karras 2018)."""
    factor = pictures.shape[-1] // moment.resolution
    small = avg_pool2d(pictures, factor) if factor > 1 else pictures
    if moment.alpha >= 1:
        return small
    return torch.lerp(interpolate(avg_pool2d(small, 2), scale_factor=2.0), small, moment.alpha)
