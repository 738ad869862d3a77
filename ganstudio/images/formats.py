"""Formats: the one table of the files that are read and written, and the questions that are asked of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Metadata = Literal["ICC", "EXIF", "XMP", "IPTC", "text", "resolution"]
_ALL: frozenset[Metadata] = frozenset(("ICC", "EXIF", "XMP", "IPTC", "text", "resolution"))
_MODULES = {"heic": "pillow_heif", "raw": "rawpy", "jxl": "pillow_jxl", "exr": "OpenEXR", "film": "av"}
MOST_PIXELS = 300_000_000  # of a picture that is opened
HEAD = 400  # bytes from which `format_of_head` tells a format


@dataclass(frozen=True)
class FormatInfo:
    """A file format.

    `suffixes` begin with the usual one. `pillow` are the names under which Pillow reads it, `writer` the one under which it
    is saved (empty: it cannot be). `may_move`: a file of it may hold a moving picture, which its content alone tells.
    `depths` are bits per channel that come in, `saved_depths` those that go out. `holds` is what a saved file has a place
    for; `longest` the most pixels a side that it can be saved with (0: no limit that matters). `signature` matches the
    beginning of a file (None: nothing there tells it). `extra` is the extra of this package that it needs.
    """

    name: str
    suffixes: tuple[str, ...]
    mime: str
    kind: Literal["picture", "film"] = "picture"
    pillow: tuple[str, ...] = ()
    writer: str = ""
    may_move: bool = False
    depths: tuple[int, ...] = (8,)
    saved_depths: tuple[int, ...] = ()
    alpha: bool = False
    lossy: bool = False
    lossless: bool = True
    chroma: bool = False
    holds: frozenset[Metadata] = frozenset()
    longest: int = 0
    signature: re.Pattern[bytes] | None = None
    extra: str = ""

    @property
    def installed(self) -> bool:
        """Whether the extra that it needs is there."""
        return not self.extra or find_spec(_MODULES[self.extra]) is not None

    @property
    def savable(self) -> bool:
        """Whether a picture or film can be saved so on this machine."""
        return bool(self.writer) and self.installed


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


def _zip(mime: bytes) -> re.Pattern[bytes]:
    return _begins(rb"PK\x03\x04.{26}mimetype.{0,9}" + mime)


_TIFF = _begins(rb"II[*+]\0|MM\0[*+]")
_PLACES = _ALL - {"IPTC", "text"}
FORMATS: tuple[FormatInfo, ...] = (
    FormatInfo(
        "PNG", (".png", ".apng"), "image/png", pillow=("PNG",), writer="PNG", may_move=True, depths=(1, 2, 4, 8, 16),
        saved_depths=(8, 16), alpha=True, holds=_ALL - {"IPTC"}, signature=_begins(rb"\x89PNG\r\n\x1a\n"),
    ),
    FormatInfo(
        "JPEG", (".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"), "image/jpeg", pillow=("JPEG", "MPO"), writer="JPEG",
        saved_depths=(8,), lossy=True, lossless=False, chroma=True, holds=_ALL, longest=65_500,
        signature=_begins(rb"\xff\xd8\xff"),
    ),
    FormatInfo(
        "WebP", (".webp",), "image/webp", pillow=("WEBP",), writer="WEBP", may_move=True, saved_depths=(8,), alpha=True,
        lossy=True, holds=_PLACES, longest=16_383, signature=_begins(rb"RIFF....WEBP"),
    ),
    FormatInfo(
        "TIFF", (".tif", ".tiff"), "image/tiff", pillow=("TIFF",), writer="TIFF", depths=(1, 2, 4, 8, 16, 32, 64),
        saved_depths=(8, 16), alpha=True, holds=_ALL - {"text"}, signature=_TIFF,
    ),
    FormatInfo(
        "AVIF", (".avif", ".avifs"), "image/avif", pillow=("AVIF",), writer="AVIF", may_move=True, depths=(8, 10, 12),
        saved_depths=(8,), alpha=True, lossy=True, lossless=False, chroma=True, holds=_PLACES, longest=65_536,
        signature=_begins(rb"....ftypavi[fs]"),
    ),
    FormatInfo(
        "HEIC", (".heic", ".heif", ".hif"), "image/heic", pillow=("HEIF",), writer="HEIF", depths=(8, 10, 12),
        saved_depths=(8,), alpha=True, lossy=True, lossless=False, chroma=True, holds=_PLACES, longest=8192 * 2,
        signature=_begins(rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1)"), extra="heic",
    ),
    FormatInfo(
        "GIF", (".gif",), "image/gif", pillow=("GIF",), writer="", may_move=True, alpha=True, signature=_begins(rb"GIF8"),
    ),
    FormatInfo(
        "BMP", (".bmp", ".dib"), "image/bmp", pillow=("BMP", "DIB"), alpha=True, signature=_begins(rb"BM....\0\0\0\0"),
    ),
    FormatInfo(
        "JPEG 2000", (".jp2", ".j2k", ".jpf", ".jpx"), "image/jp2", pillow=("JPEG2000",), alpha=True,
        signature=_begins(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"),
    ),
    FormatInfo(
        "JPEG XL", (".jxl",), "image/jxl", pillow=("JXL",), depths=(8,), alpha=True,
        signature=_begins(rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n"), extra="jxl",
    ),
    FormatInfo(
        "Photoshop", (".psd", ".psb"), "image/vnd.adobe.photoshop", depths=(1, 8, 16, 32), alpha=True,
        signature=_begins(rb"8BPS\0[\1\2]"),
    ),
    FormatInfo(
        "Krita", (".kra",), "application/x-krita", depths=(8, 16), alpha=True,
        signature=_zip(rb"application/x-kr(?:a|ita)"),
    ),
    FormatInfo("OpenRaster", (".ora",), "image/openraster", depths=(8, 16), alpha=True, signature=_zip(b"image/openraster")),
    FormatInfo(
        "OpenEXR", (".exr",), "image/x-exr", depths=(16, 32), alpha=True,
        signature=_begins(rb"\x76\x2f\x31\x01"), extra="exr",
    ),
    FormatInfo(
        "Camera raw",
        (".dng", ".cr2", ".cr3", ".nef", ".nrw", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw", ".3fr", ".iiq"),
        "image/x-dcraw", depths=(16,), extra="raw",
        signature=_begins(rb"II\*\0.{4}CR\x02|....ftypcrx |FUJIFILMCCD-RAW|II(?:RO|RS|U\0)"),
    ),
    FormatInfo("Targa", (".tga",), "image/x-tga", pillow=("TGA",), alpha=True),
    FormatInfo(
        "Portable pixmap", (".ppm", ".pgm", ".pbm", ".pnm", ".pfm"), "image/x-portable-anymap", pillow=("PPM",),
        depths=(1, 8), signature=_begins(rb"P[1-6]\s|P[Ff]\s"),
    ),
    FormatInfo("QOI", (".qoi",), "image/qoi", pillow=("QOI",), alpha=True, signature=_begins(rb"qoif")),
    FormatInfo(
        "MP4", (".mp4", ".m4v"), "video/mp4", "film", writer="mp4", lossy=True, extra="film",
        signature=_begins(rb"....ftyp(?!avi[fs]|hei[cmsx]|hev[cmsx]|mif1|msf1|crx |qt  |3g|jp|M4A|M4B)"),
    ),
    FormatInfo(
        "QuickTime", (".mov", ".qt"), "video/quicktime", "film", lossy=True, extra="film",
        signature=_begins(rb"....(?:ftypqt  |moov|mdat|wide)"),
    ),
    FormatInfo("3GPP", (".3gp", ".3g2"), "video/3gpp", "film", lossy=True, extra="film", signature=_begins(rb"....ftyp3g")),
    FormatInfo(
        "Matroska", (".mkv",), "video/x-matroska", "film", lossy=True, extra="film", signature=_begins(rb"\x1aE\xdf\xa3")
    ),
    FormatInfo(
        "WebM", (".webm",), "video/webm", "film", writer="webm", lossy=True, extra="film",
        signature=_begins(rb"\x1aE\xdf\xa3.{0,60}B\x82.webm"),
    ),
    FormatInfo("AVI", (".avi",), "video/x-msvideo", "film", lossy=True, extra="film", signature=_begins(rb"RIFF....AVI ")),
    FormatInfo(
        "MPEG transport stream", (".ts", ".mts", ".m2ts", ".m2t"), "video/mp2t", "film", lossy=True, extra="film",
        signature=_begins(rb"(?:G.{187}G|.{4}G.{191}G).{187}"),
    ),
    FormatInfo(
        "MPEG program stream", (".mpg", ".mpeg", ".vob", ".m2v"), "video/mpeg", "film", lossy=True, extra="film",
        signature=_begins(rb"\0\0\x01[\xba\xb3]"),
    ),
    FormatInfo(
        "Windows Media", (".wmv", ".asf"), "video/x-ms-wmv", "film", lossy=True, extra="film",
        signature=_begins(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    ),
    FormatInfo("Ogg", (".ogv",), "video/ogg", "film", lossy=True, extra="film", signature=_begins(rb"OggS")),
    FormatInfo("Flash video", (".flv",), "video/x-flv", "film", lossy=True, extra="film", signature=_begins(rb"FLV\x01")),
    FormatInfo(
        "MXF", (".mxf",), "application/mxf", "film", lossy=True, extra="film", signature=_begins(rb"\x06\x0e\x2b\x34")
    ),
)  # fmt: skip


def format_of_suffix(suffix: str) -> FormatInfo | None:
    """The format that a suffix such as “.png” belongs to, however it is written; None where it is in no row."""
    return _by_suffix().get(suffix.lower())


def format_of_head(head: bytes) -> FormatInfo | None:
    """The format whose signature the first `HEAD` bytes of a file bear; None where they bear none."""
    return next((row for row in reversed(FORMATS) if row.signature and row.signature.match(head)), None)


def format_of_file(path: Path) -> FormatInfo | None:
    """The format whose signature a file bears; None where it bears none, or cannot be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return format_of_head(file.read(HEAD))
    except OSError:
        return None


def picture_suffixes() -> tuple[str, ...]:
    """The suffixes of pictures, moving ones among them, whether or not their extra is there: a name that says “picture”."""
    return tuple(suffix for row in FORMATS if row.kind == "picture" for suffix in row.suffixes)


def film_suffixes() -> tuple[str, ...]:
    """The suffixes by which a file is known as a film."""
    return tuple(suffix for row in FORMATS if row.kind == "film" for suffix in row.suffixes)


def moving_suffixes() -> tuple[str, ...]:
    """The suffixes of pictures that may move."""
    return tuple(suffix for row in FORMATS if row.may_move for suffix in row.suffixes)


def saved_suffixes() -> dict[str, FormatInfo]:
    """The suffixes that a still picture can be saved under on this machine."""
    rows = (row for row in FORMATS if row.kind == "picture" and row.savable)
    return {suffix: row for row in rows for suffix in row.suffixes if suffix != ".mpo" and suffix != ".apng"}


def name_patterns(suffixes: Iterable[str]) -> str:
    """Suffixes as a file dialog wants them: “*.png *.jpg”."""
    return " ".join(f"*{suffix}" for suffix in suffixes)


def pillow_names() -> tuple[str, ...]:
    """The names of the formats that Pillow may try on any file."""
    return tuple(name for row in FORMATS if row.signature for name in row.pillow)


def markdown_table() -> str:
    """The table for the documentation: a line for each format."""
    rows = [list(_COLUMNS), *([cell(row) for cell in _COLUMNS.values()] for row in FORMATS)]
    head, *lines = (f"| {' | '.join(cells)} |\n" for cells in rows)
    return "".join((head, f"|{'---|' * len(_COLUMNS)}\n", *lines))


def _list_depths(depths: Iterable[int]) -> str:
    return ", ".join(map(str, depths)) or "–"


def _read_depths(row: FormatInfo) -> str:
    return "film" if row.kind == "film" else _list_depths(row.depths)


def _saved_depths(row: FormatInfo) -> str:
    return "film" if row.kind == "film" and row.writer else _list_depths(row.saved_depths)


def _describe_motion(row: FormatInfo) -> str:
    return "yes" if row.kind == "film" else "may" if row.may_move else "no"


_COLUMNS: Mapping[str, Callable[[FormatInfo], str]] = {
    "Format": lambda row: row.name,
    "Suffixes": lambda row: " ".join(row.suffixes),
    "Read at bits": _read_depths,
    "Saved at bits": _saved_depths,
    "Transparency": lambda row: "yes" if row.alpha else "no",
    "Moves": _describe_motion,
    "Keeps when saved": lambda row: ", ".join(sorted(row.holds, key=str.lower)) or "–",
    "Needs": lambda row: f"extra `{row.extra}`" if row.extra else "–",
}
"""The columns of `markdown_table` by their headings: what each says of a format."""


@cache
def _by_suffix() -> dict[str, FormatInfo]:
    return {suffix: row for row in FORMATS for suffix in row.suffixes}
