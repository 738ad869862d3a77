"""A picture at several sizes, each with its cache of tiles, for previews of many looks."""

from collections import OrderedDict

from ganstudio.images.picture import Picture
from ganstudio.stylize.adjustments.geometry import apply_geometry, reduce_geometry, result_size
from ganstudio.stylize.adjustments.values import Geometry
from ganstudio.stylize.tile_cache import TileCache

_SIZES = 4
_SMALL = 96 << 20  # bytes of paint for each reduced size
_PLAIN = Geometry()


class PreviewPyramid:
    """A picture at several sizes, turned and cropped, each with its cache of tiles; used in the one thread that renders."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self._whole: tuple[Geometry, Picture, TileCache] = _PLAIN, picture, TileCache()
        self._levels: OrderedDict[tuple[int, Geometry], tuple[Picture, TileCache]] = OrderedDict()

    def size(self, geometry: Geometry = _PLAIN) -> tuple[int, int]:
        """Width and height of the whole, turned and cropped."""
        return result_size((self.picture.width, self.picture.height), geometry)

    def whole(self, geometry: Geometry = _PLAIN) -> tuple[Picture, TileCache]:
        """The whole picture, turned and cropped, and the cache of its tiles."""
        if self._whole[0] != geometry:
            self._whole = geometry, apply_geometry(self.picture, geometry), TileCache()
        return self._whole[1:]

    def level(self, longest: int, geometry: Geometry = _PLAIN) -> tuple[Picture, TileCache]:
        """The same with at most that many pixels along its longer side."""
        if longest >= max(self.size(geometry)):
            return self.whole(geometry)
        key = longest, geometry
        if key not in self._levels:
            self._levels[key] = reduce_geometry(self.picture, geometry, longest), TileCache(_SMALL)
        self._levels.move_to_end(key)
        while len(self._levels) > _SIZES:
            self._levels.popitem(last=False)
        return self._levels[key]
