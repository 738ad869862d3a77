"""Why a value was refused, in the user's language, where pydantic says it in English."""

from typing import TYPE_CHECKING

from ganstudio.core.translation import tr, tr_noop

if TYPE_CHECKING:
    from pydantic import ValidationError

# By pydantic's names of errors; of those that are not here its own words are told.
_REASONS = {
    "greater_than": tr_noop("Input should be greater than {gt}"),
    "greater_than_equal": tr_noop("Input should be greater than or equal to {ge}"),
    "less_than": tr_noop("Input should be less than {lt}"),
    "less_than_equal": tr_noop("Input should be less than or equal to {le}"),
    "literal_error": tr_noop("Input should be {expected}"),
    "finite_number": tr_noop("Input should be a finite number"),
    "int_parsing": tr_noop("Input should be a valid integer, unable to parse string as an integer"),
    "int_from_float": tr_noop("Input should be a valid integer, got a number with a fractional part"),
    "int_type": tr_noop("Input should be a valid integer"),
    "float_parsing": tr_noop("Input should be a valid number, unable to parse string as a number"),
    "float_type": tr_noop("Input should be a valid number"),
    "bool_parsing": tr_noop("Input should be a valid boolean, unable to interpret input"),
    "bool_type": tr_noop("Input should be a valid boolean"),
    "string_type": tr_noop("Input should be a valid string"),
    "string_too_long": tr_noop("String should have at most {max_length} characters"),
    "string_too_short": tr_noop("String should have at least {min_length} characters"),
    "missing": tr_noop("Field required"),
    "extra_forbidden": tr_noop("Extra inputs are not permitted"),
}


def refusal_reason(error: "ValidationError") -> str:
    """Why the first of the refused values was refused: “Input should be greater than or equal to 0”."""
    first = error.errors()[0]
    reason = _REASONS.get(first["type"])
    return tr(reason, **first.get("ctx", {})) if reason else first["msg"]
