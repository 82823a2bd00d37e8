"""Fit what was read as JSON to a class of pydantic, and say in words of our own what does not fit; those of the library
name its classes.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from consult.exact_json import pointer_to
from consult.i18n import _

Fitted = TypeVar("Fitted", bound=BaseModel)


def fit(kind: type[Fitted], found: Any) -> tuple[Fitted | None, list[tuple[str, str]]]:
    """Give the value, or every fault: a pointer (RFC 6901) and a sentence."""
    try:
        return kind.model_validate(found, strict=True), []
    except ValidationError as fault:
        return None, list(_faults(fault))


def _faults(fault: ValidationError) -> Iterator[tuple[str, str]]:
    for one in fault.errors(include_url=False, include_input=False):
        yield pointer_to(*one["loc"]), sentence_of(one)


def sentence_of(fault: Any) -> str:
    """Say what is wrong, by the kind of the fault that the library gives.

    Long because: one line a kind.
    """
    context = fault.get("ctx", {})
    sentences = {
        "missing": _("This must be answered."),
        "extra_forbidden": _("There is no such field here."),
        "string_type": _("Write this as text."),
        "bool_type": _("Answer yes or no."),
        "bool_parsing": _("Answer yes or no."),
        "int_type": _("Give a whole number."),
        "int_parsing": _("Give a whole number."),
        "int_parsing_size": _("Give a whole number."),
        "int_from_float": _("Give a whole number."),
        "dict_type": _("Give an object with named members."),
        "model_type": _("Give an object with named members."),
        "model_attributes_type": _("Give an object with named members."),
        "list_type": _("Give a list."),
        "is_instance_of": _("Choose a file to attach."),
        "string_too_long": _("At most %(most)s characters.", most=context.get("max_length")),
        "string_too_short": _("At least %(least)s characters.", least=context.get("min_length")),
        "greater_than_equal": _("Give a number from %(least)s on.", least=context.get("ge")),
        "less_than_equal": _("Give a number up to %(most)s.", most=context.get("le")),
        "too_long": _("At most %(most)s of them.", most=context.get("max_length")),
        "string_pattern_mismatch": _("This is not of the form that is asked for."),
        "day": _("Give a day as year-month-day, such as 2027-03-01, of the years 1900 to 2999."),
        "month": _("Give a month as year-month, such as 2027-03, of the years 1900 to 2999."),
        "literal_error": _("Choose from: %(choices)s.", choices=context.get("expected", "")),
    }
    return sentences.get(fault["type"], _("This is not of the form that the document of the API gives."))
