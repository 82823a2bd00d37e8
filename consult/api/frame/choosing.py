"""What an address may narrow a list to: closed lists that the document tells, days, and keys that only the database
knows. Whatever is not there is refused with the names of those that are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from consult.api.frame.declaring import Query
from consult.api.frame.reading import Misfit
from consult.i18n import _
from consult.pages.days import day_asked, month_asked


def choice(known: Iterable[str], about: str) -> Any:
    """Declare a parameter that is one of a closed list, or left out."""
    return Field("", description=about, json_schema_extra={"enum": ["", *known]})


def _read_day(given: Any) -> date:
    """Read a day of an address."""
    found = day_asked(given)
    if found is None:
        raise PydanticCustomError("day", "Give a day.")
    return found


Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day as year-month-day."""


def _read_month(given: Any) -> str:
    """Read a month of an address; nothing stands for the present one."""
    if given and month_asked(given) is None:
        raise PydanticCustomError("month", "Give a month.")
    return str(given)


Month = Annotated[
    str, BeforeValidator(_read_month), WithJsonSchema({"type": "string", "pattern": r"^([0-9]{4}-[0-9]{2})?$"})
]
"""A month as year-month."""


def require_known(asked: Query, known: Mapping[str, Iterable[str]]) -> None:
    """Raise Misfit (422) for every parameter that is given and is none of the keys that are known for it."""
    faults = [
        (f"?{name}", _("Choose from: %(choices)s.", choices=", ".join(map(str, keys))))
        for name, keys in known.items()
        if getattr(asked, name) and getattr(asked, name) not in keys
    ]
    if faults:
        raise Misfit(faults)
