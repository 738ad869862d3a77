"""Options: the typed settings of an architecture or a style, declared once.

One declaration gives validation, the command-line flags, the form in the window and the row in the docs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from ganstudio.core.errors import GanStudioError, unknown_name_error
from ganstudio.core.translation import tr
from ganstudio.core.validation import refusal_reason

Scale = Literal["linear", "log"]
PER_MILLE = "‰ of the longer side"
PICTURE = "picture"
_BESIDE = 1e-9  # how far from an exclusive bound the nearest value is that a form offers


class Options(BaseModel):
    """The base of all options: frozen, unknown names refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    retired: ClassVar[frozenset[str]] = frozenset()  # names that files of earlier versions may hold; they are passed over

    def in_pixels(self, longer_side: int) -> Self:
        """A copy whose lengths, written in thousandths of the picture's longer side, are in pixels."""
        lengths = [field.name for field in fields(type(self)) if field.unit == PER_MILLE]
        return self.model_copy(update={name: getattr(self, name) * longer_side / 1000 for name in lengths})


def option(
    default: Any,
    help: str,
    *,
    least: float | None = None,
    most: float | None = None,
    unit: str = "",
    expert: bool = False,
    live: bool = False,
    scale: Scale = "linear",
) -> Any:
    """A field of Options: its default, a sentence of help, inclusive bounds, a unit.

    Experts' options are shown last; `live` ones may be changed while a training goes on. On a “log” scale a slider's way
    multiplies: for learning rates and the like, whose bounds are positive.
    """
    extra: dict[str, Any] = {"unit": unit, "expert": expert, "live": live, "scale": scale}
    return Field(default, description=help, ge=least, le=most, json_schema_extra=extra)


def length(default: float, help: str, *, least: float, most: float) -> Any:
    """A length in thousandths of the picture's longer side; a style's `apply` and `margin` are given it in pixels."""
    return option(default, help, least=least, most=most, unit=PER_MILLE)


@dataclass(frozen=True)
class OptionField:
    """The description of one option, for forms, flags and tables."""

    name: str
    title: str
    kind: Literal["whole", "number", "switch", "choice", "text"]
    default: Any
    help: str
    least: float | None
    most: float | None
    unit: str
    expert: bool
    choices: tuple[str, ...]
    live: bool = False
    scale: Scale = "linear"


def fields(options: type[Options]) -> list[OptionField]:
    """The options' fields in the order of their declaration; inherited ones come after a class's own."""
    names = dict.fromkeys(name for each in options.__mro__ for name in vars(each).get("__annotations__", ()))
    return [_field(name, options.model_fields[name]) for name in names if name in options.model_fields]


def parse(options: type[Options], given: Mapping[str, Any], whose: str) -> Options:
    """The validated options, from values or from the text of the command line; GanStudioError names what is wrong."""
    for name in given:
        if name not in options.model_fields and name not in options.retired:
            raise unknown_name_error("option of {whose}", name, options.model_fields, whose=tr(whose))
    try:
        return options.model_validate({name: value for name, value in given.items() if name not in options.retired})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise GanStudioError(
            "Option “{name}” of {whose} is {given!r}: {reason}.",
            name=name,
            whose=tr(whose),
            given=given[name],
            reason=refusal_reason(error).lower(),
        ) from error


def _field(name: str, info: FieldInfo) -> OptionField:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind, choices = _kind(info.annotation)
    return OptionField(
        name=name,
        title=name.replace("_", " ").capitalize(),
        kind=kind,
        default=info.default,
        help=info.description or "",
        least=_bound(info, "ge", "gt", kind),
        most=_bound(info, "le", "lt", kind),
        unit=str(extra.get("unit", "")),
        expert=bool(extra.get("expert", False)),
        choices=choices,
        live=bool(extra.get("live", False)),
        scale="log" if extra.get("scale") == "log" else "linear",
    )


def _bound(info: FieldInfo, inclusive: str, exclusive: str, kind: str) -> float | None:
    """The least or the greatest value that is allowed: beside an exclusive bound one that is near to it."""
    for each in info.metadata:
        allowed: float | None = getattr(each, inclusive, None)
        if allowed is not None:
            return allowed
        refused: float | None = getattr(each, exclusive, None)
        if refused is not None:
            step = 1 if kind == "whole" else _BESIDE * max(1.0, abs(refused))
            return refused + step if exclusive == "gt" else refused - step
    return None


def _kind(annotation: Any) -> tuple[Literal["whole", "number", "switch", "choice", "text"], tuple[str, ...]]:
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(choice) for choice in get_args(annotation))
    if annotation is bool:
        return "switch", ()
    if annotation is int:
        return "whole", ()
    return ("number", ()) if annotation is float else ("text", ())
