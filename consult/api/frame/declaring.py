"""What an operation of the API is: declared once, beside its route; what is read, what is answered, and how it may be
refused.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from consult.standing import Standing
from workflows.kernel.frozen import dataclass

PREFIX = "/api/v1"
JSON = "application/json"
FORM = "multipart/form-data"
PLACE = re.compile(r"<(?:(int|any|path)(?:\(([^)]*)\))?:)?(\w+)>")
"""A place in an address: how it is read, among which choices, and its name."""
TAKES_FILE = "takes_file"
"""Mark of the route of an operation whose body is a file."""


Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The number of a record."""


class Query(BaseModel):
    """The parameters of an address; anything else is refused with the names of those that are known, and so is a value
    beside those of a closed list (`choosing.choice`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*")
    @classmethod
    def _is_known(cls, given: Any, about: ValidationInfo) -> Any:
        """Refuse what is not in the closed list of a parameter."""
        said = cls.model_fields[about.field_name or ""].json_schema_extra
        known = said.get("enum") if isinstance(said, dict) else None
        if isinstance(known, list) and given not in known:
            names = ", ".join(str(one) for one in known if one)
            raise PydanticCustomError("literal_error", "Choose from: {expected}.", {"expected": names})
        return given


class Body(BaseModel):
    """The members of a body, each of its own type and no other; anything else is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NoQuery(Query):
    """Nothing may be asked for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent as the body itself: its media type, and its text."""

    media: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as its operation finds it: who asks, when, with what. `language` is that of the sentences."""

    by: Standing
    at: datetime
    query: Any
    body: Any
    key: str | None = None
    matches: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers: a value of its declared kind, and what stands in the headers beside it."""

    value: Any
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a machine may ask, as the route reads it and the document tells it.

    `takes` are the media types of a file that is the body itself, each with the class that tells its form where one
    does; it may be as large as an upload. `example` is a body that a test sends; `matches` says whether `If-Match`
    counts, `keyed` whether `Idempotency-Key` does; `plain` that what is answered holds nothing confidential, so that it
    may be compressed; `raw` the media types of what is given as it is; `whole` that an answer is never given in part;
    `follows` names operations that lead on, each with where their parameters come from. `fresh` says that whoever has
    the answer already is told so (`If-None-Match`), `ranged` that parts of it may be had (`Range`), `waits` that the
    answer says where the work is looked after and when (`Location`, `Retry-After`).
    """

    name: str
    method: str
    rule: str
    summary: str
    about: str
    noun: str
    answers: Any = None
    status: int = 200
    query: type[Query] = NoQuery
    body: type[Body] | None = None
    upload: type[Body] | None = None
    takes: Mapping[str, type[BaseModel] | None] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()
    example: Any = None
    matches: bool = False
    keyed: bool = False
    tagged: bool = False
    plain: bool = False
    raw: str = ""
    fresh: bool = False
    ranged: bool = False
    waits: bool = False
    whole: bool = False
    follows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Write the address as the document does."""
        return PREFIX + PLACE.sub(r"{\3}", self.rule)

    @property
    def sparse(self) -> bool:
        """Say whether an answer may be asked for in part."""
        return self.method == "GET" and self.answers is not None and not self.whole
