"""What styles made of one picture, kept, so that only how it is laid on has to be done again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from torch import Tensor

_MOST = 256 << 20  # bytes: a screen full of exact pixels, five layers deep
_WHOLES = 8

T = TypeVar("T")


class TileCache:
    """The newest painted tiles of one picture, up to `most` bytes, and the newest statistics of the whole picture.

    Whoever holds it gives it to `render` with that picture alone, from one thread at a time.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._used = most, 0
        self._tiles: OrderedDict[Hashable, Tensor] = OrderedDict()
        self._wholes: OrderedDict[Hashable, object] = OrderedDict()
        self._base: tuple[Hashable, object] | None = None

    def get_tile(self, key: Hashable, paint: "Callable[[], Tensor]") -> "Tensor":
        """The tile stored under this key, else painted now; callers must not change it."""
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        made = paint()
        if made.nbytes <= self._most:
            made = self._tiles[key] = made.clone()  # without the margin that was cut off
            self._used += made.nbytes
        while self._used > self._most:
            self._used -= self._tiles.popitem(last=False)[1].nbytes
        return made

    def base(self, key: Hashable, make: Callable[[], T]) -> T:
        """What the layers are given of the picture, made under this key, or else now; with another all is forgotten."""
        if self._base is None or self._base[0] != key:
            self._base, self._used = None, 0  # its memory is free while the next is made
            self._tiles.clear()
            self._wholes.clear()
            self._base = key, make()
        made: T = self._base[1]  # type: ignore[assignment]
        return made

    def get_statistics(self, key: Hashable, take: Callable[[], T]) -> T:
        """The statistics stored under this key, else measured now; None is not stored."""
        made: T = self._wholes.pop(key) if key in self._wholes else take()  # type: ignore[assignment]
        if made is not None:
            self._wholes[key] = made
        while len(self._wholes) > _WHOLES:
            self._wholes.popitem(last=False)
        return made
