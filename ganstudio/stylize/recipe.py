"""Recipe: a look written into the picture that it made, so that it comes back from there."""

import hashlib
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ganstudio import __version__
from ganstudio.core.errors import GanStudioError, os_reason
from ganstudio.core.files import read_limited
from ganstudio.core.schema import decode, encode
from ganstudio.core.settings import Home
from ganstudio.core.translation import tr, tr_noop
from ganstudio.images.metadata import read_metadata
from ganstudio.images.picture import Picture
from ganstudio.images.reader import open_image
from ganstudio.images.xmp import property_in, with_property, without_property
from ganstudio.plugins.catalog import Catalog
from ganstudio.stylize.look import Look, normalise, read_look
from ganstudio.stylize.mask import Mask
from ganstudio.stylize.references import digest_of, make_portable, resolve_references
from ganstudio.video.decode import is_film
from ganstudio.video.video_xmp import read_film_xmp

LOOK_FILE = ".json"
_LARGEST = 16_000_000  # bytes of a recipe unpacked: more is no recipe, but harm
_LARGEST_PACKED = 48_000  # letters: JPEG has one segment of 65,502 bytes for all that a picture says of itself


Words = Annotated[str, Field(max_length=300)]


class Origin(BaseModel):
    """Where a style of a look came from: plugin or pack, its version, and the digest (SHA-256) of what was used of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    style: Words
    title: Words = ""
    plugin: Words = ""
    version: Words = ""
    digest: Words = ""


class Recipe(BaseModel):
    """A look, and what is needed to get it again: the studio's version, the styles' origins, digests (SHA-256).

    `masks` has each layer's digest, empty where a layer has no mask; `pictures` those of what the look takes from elsewhere,
    by name; `source` is the file's that it was made from. `whole` is false where brush strokes were left out for want of
    room. `steady` is how far still places were kept still, of a film.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    look: Look
    studio: str = __version__
    styles: tuple[Origin, ...] = ()
    masks: tuple[str, ...] = ()
    pictures: dict[str, str] = Field(default_factory=dict)
    source: str = ""
    whole: bool = True
    steady: float | None = Field(default=None, ge=0, le=1)


def attach_recipe(made: Picture, look: Look, catalog: Catalog, home: Home, *, recipes: bool) -> Picture:
    """A result as it is saved: with its own recipe or with none, never with that of the picture that it was made from."""
    if not recipes:
        return replace(made, xmp=without_property(made.xmp))
    return with_recipe(made, recipe_of(look, catalog, home, made.source), catalog)


def recipe_of(look: Look, catalog: Catalog, home: Home, source: Path | None = None, steady: float | None = None) -> Recipe:
    """The recipe of a look over the picture in a file, or over a film, so steadied."""
    names = dict.fromkeys(layer.style for layer in look.layers)
    carried, pictures = make_portable(look, catalog, home)
    return Recipe(
        look=carried,
        pictures=pictures,
        styles=tuple(_origin_of(name, catalog) for name in names),
        masks=tuple(_digest(layer.mask) for layer in look.layers),
        source=digest_of(source),
        steady=steady,
    )


def with_recipe(picture: Picture, recipe: Recipe, catalog: Catalog) -> Picture:
    """The picture with the recipe in its XMP."""
    return replace(picture, xmp=xmp_with(recipe, catalog, picture.xmp))


def xmp_with(recipe: Recipe, catalog: Catalog, packet: bytes | None = None) -> bytes:
    """A packet of XMP with the recipe in it, and what made the pixels as IPTC's digital source type."""
    trained = any(catalog.style(layer.style).trained for layer in recipe.look.layers if layer.on)
    kind = "compositeWithTrainedAlgorithmicMedia" if trained else "algorithmicallyEnhanced"
    return with_property(packet, pack_recipe(recipe), kind)


def pack_recipe(recipe: Recipe) -> str:
    """The recipe as letters of base64, short enough for every format: at the worst without its brush strokes."""
    letters = _pack(recipe)
    if len(letters) <= _LARGEST_PACKED:
        return letters
    layers = tuple(
        layer.model_copy(update={"mask": layer.mask and layer.mask.model_copy(update={"strokes": ()})})
        for layer in recipe.look.layers
    )
    short = recipe.look.model_copy(update={"layers": layers})
    return _pack(recipe.model_copy(update={"look": short, "whole": False}))


def unpack_recipe(letters: str, where: str = tr_noop("The recipe")) -> Recipe | None:
    """What `pack_recipe` wrote; None where the letters are none, or broken. NewerError where it has a later form."""
    try:
        content = zlib.decompressobj()
        text = content.decompress(b64decode(letters, validate=True), _LARGEST)
        return Recipe.model_validate(decode("recipe", text, where)) if not content.unconsumed_tail else None
    except (ValueError, zlib.error):
        return None


def recipe_in(picture: Picture) -> Recipe | None:
    """The recipe that a picture carries; None where it carries none. NewerError where it has a later form."""
    return _read_packet(picture.xmp)


def look_in(path: Path) -> Recipe:
    """The recipe in a result, or the look in a JSON file; GanStudioError where there is none."""
    if path.suffix.lower() == LOOK_FILE:
        try:
            return Recipe(look=read_look(read_limited(path, _LARGEST), path.name))
        except OSError as error:
            raise GanStudioError(
                "{path} could not be read: {reason}.", path=path, reason=os_reason(error).lower()
            ) from error
    packet = read_film_xmp(path) if is_film(path) else _xmp_of_picture(path)
    recipe = _read_packet(packet, tr("The recipe in {path}", path=path.name))
    if recipe is None:
        raise GanStudioError(
            "{path} carries no recipe; choose a result that was made here with recipes switched on.", path=path.name
        )
    return recipe


def recipe_in_video(path: Path) -> Recipe | None:
    """The recipe that a film carries; None where it carries none. NewerError where it has a later form."""
    try:
        packet = read_film_xmp(path)
    except GanStudioError:  # a film that can be shown is not refused for what stands beside its frames
        return None
    return _read_packet(packet)


def resolve_look(recipe: Recipe, catalog: Catalog, home: Home, near: Path) -> Look:
    """The recipe's look for this studio; its pictures may lie in the folder `near`.

    GanStudioError names a missing style, or an option that the style does not have.
    """
    lacking = list_missing(recipe, catalog)
    if lacking:
        raise GanStudioError(" ".join(lacking))
    return normalise(resolve_references(recipe.look, recipe.pictures, catalog, home, near), catalog)


def list_missing(recipe: Recipe, catalog: Catalog) -> list[str]:
    """What this studio lacks for a recipe, a sentence each."""
    gone = [origin for origin in recipe.styles if origin.style not in catalog.styles]
    known = {origin.style for origin in recipe.styles}
    gone += [Origin(style=layer.style) for layer in recipe.look.layers if layer.style not in (*catalog.styles, *known)]
    return [_missing_words(origin) for origin in gone]


def _missing_words(origin: Origin) -> str:
    came = (
        tr("it came from “{plugin}” {version}", plugin=origin.plugin, version=origin.version).rstrip()
        if origin.plugin
        else tr("where it came from is not known")
    )
    return tr(
        "The style “{title}” is not here: {came}; install that, then take the look again.",
        title=origin.title or origin.style,
        came=came,
    )


def _origin_of(name: str, catalog: Catalog) -> Origin:
    plugin = next((plugin for plugin in catalog.plugins if name in plugin.styles), None)
    title = catalog.style(name).title
    if plugin is None:
        return Origin(style=name, title=title)
    return Origin(style=name, title=title, plugin=plugin.name, version=plugin.version, digest=plugin.digest)


def _xmp_of_picture(path: Path) -> bytes | None:
    with open_image(path) as image:
        return read_metadata(image).xmp


def _read_packet(packet: bytes | None, where: str = tr_noop("The recipe that it carries")) -> Recipe | None:
    letters = property_in(packet)
    return unpack_recipe(letters, where) if letters else None


def _pack(recipe: Recipe) -> str:
    return b64encode(zlib.compress(encode("recipe", recipe.model_dump(mode="json")), 9)).decode()


def _digest(mask: Mask | None) -> str:
    return hashlib.sha256(mask.model_dump_json().encode()).hexdigest() if mask else ""
