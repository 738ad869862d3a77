"""Pictures of one colour: what even the smallest training can learn."""

from pathlib import Path

from PIL import Image


def one_colour(folder: Path, colour: tuple[int, int, int]) -> Path:
    """A folder of eight plain pictures that differ a little in brightness."""
    folder.mkdir()
    for number in range(8):
        shade = tuple(max(0, min(255, value + 4 * number - 16)) for value in colour)
        Image.new("RGB", (32, 32), shade).save(folder / f"{number}.png")
    return folder
