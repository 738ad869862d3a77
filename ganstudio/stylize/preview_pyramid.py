"""A picture at several sizes, each with its cache of tiles, for previews of many looks."""

from collections import OrderedDict

from ganstudio.images.picture import Picture
from ganstudio.stylize.tile_cache import TileCache

_SIZES = 4
_SMALL = 96 << 20  # bytes of paint for each reduced size


class PreviewPyramid:
    """A picture and the cache of its tiles; used in the one thread that renders."""

    def __init__(self, picture: Picture) -> None:
        self.picture, self.tile_cache = picture, TileCache()
        self._reduced: OrderedDict[int, tuple[Picture, TileCache]] = OrderedDict()

    def reduced(self, longest: int) -> tuple[Picture, TileCache]:
        """The picture with at most that many pixels along its longer side, and the cache of its tiles."""
        if longest >= max(self.picture.width, self.picture.height):
            return self.picture, self.tile_cache
        if longest not in self._reduced:
            self._reduced[longest] = self.picture.resize(longest), TileCache(_SMALL)
        self._reduced.move_to_end(longest)
        while len(self._reduced) > _SIZES:
            self._reduced.popitem(last=False)
        return self._reduced[longest]
