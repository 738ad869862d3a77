"""A picture that is looked at in many looks, with what was painted of it, in the sizes in which it is looked at."""

from collections import OrderedDict

from ganstudio.images.picture import Picture
from ganstudio.stylize.tile_cache import TileCache

_SIZES = 4
_SMALL = 96 << 20  # bytes of paint for each reduced size


class PreviewPyramid:
    """A picture and what was painted of it; belongs to the one lane that renders."""

    def __init__(self, picture: Picture) -> None:
        self.picture, self.painted = picture, TileCache()
        self._reduced: OrderedDict[int, tuple[Picture, TileCache]] = OrderedDict()

    def reduced(self, longest: int) -> tuple[Picture, TileCache]:
        """The picture with at most that many pixels along its longer side, and what was painted of that."""
        if longest >= max(self.picture.width, self.picture.height):
            return self.picture, self.painted
        if longest not in self._reduced:
            self._reduced[longest] = self.picture.resize(longest), TileCache(_SMALL)
        self._reduced.move_to_end(longest)
        while len(self._reduced) > _SIZES:
            self._reduced.popitem(last=False)
        return self._reduced[longest]
