"""Which part of a picture is kept when its shape is changed."""

Box = tuple[float, float, float, float]
Point = tuple[float, float]

MIDDLE: Point = (0.5, 0.5)


def crop_box(size: tuple[int, int], aspect: float, focus: Point = MIDDLE) -> Box:
    """The largest part with width:height = `aspect`, as near to the focus (0 to 1 across and down) as the edges allow.

    Left, top, right and bottom in pixels.
    """
    width, height = size
    across, down = min(width, height * aspect), min(height, width / aspect)
    left, top = _start(focus[0], across, width), _start(focus[1], down, height)
    return left, top, left + across, top + down


def _start(focus: float, part: float, whole: int) -> float:
    return min(max(focus * whole - part / 2, 0.0), whole - part)
