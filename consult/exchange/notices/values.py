"""What a file of notices holds. The classes read it, write it, and give its schema.

What says where a notice came from (`provenance`) is for whoever checks it, and is not taken in; `origin`, `ref` and
`act` together name a notice, so that it does not come in twice.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = "consult.notices/1"
MOST_NOTICES = 500
MOST_DOCUMENTS = 200
_Key = Annotated[str, Field(max_length=80)]
_Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Member(BaseModel):
    """Nothing beside the members that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Provenance(_Member):
    """Where a notice stands in the record it was taken from: when it was recorded, at which level, the digest of what
    it says as it was given here, its entry in the log with the hash of its leaf, and whether answers were left out for
    whoever took it."""

    recorded_at: str = Field(max_length=40)
    level: str = Field(max_length=2)
    digest: _Sha256
    log_entry: int | None = None
    leaf: _Sha256 | None = None
    part: bool = False


class NamedDocument(_Member):
    """A document that a filing names by the digest of its bytes (SHA-256); the bytes themselves (`content`, Base64)
    may come along."""

    digest: _Sha256
    name: str = Field(min_length=1, max_length=200)
    level: Literal["C0", "C1", "C2", "C3", "C4", "C5"] = "C2"
    language: str = Field("en", min_length=2, max_length=10)
    content: str | None = None


class NoticeValue(_Member):
    """One notice: procedure and step, the edition by its digest (where it is left out, that of today), the terms that
    are other than the procedure's own, what the filing answers, and the documents it names. `party` filed it; where it
    is left out, that is whoever imports it. `title` and `subjects` as when a case is opened."""

    ref: _Key = ""
    act: int = Field(0, ge=0, le=2**31 - 1)
    party: _Key = ""
    procedure: _Key
    step: _Key = ""
    edition: _Sha256 | None = None
    title: str = Field("", max_length=400)
    terms: dict[_Key, Annotated[str, Field(max_length=400)]] = Field(default_factory=dict)
    subjects: list[_Key] | None = None
    exercise: bool = False
    filing: dict[str, Any]
    documents: list[NamedDocument] = Field(default_factory=list, max_length=MOST_DOCUMENTS)
    provenance: Provenance | None = None


class LeftOut(_Member):
    """A notice that is there and was not given, and why."""

    ref: str
    act: int
    why: str


class NoticesFile(_Member):
    """Any number of notices of one origin: an installation, or a register that has references of its own."""

    format: Literal["consult.notices/1"]  # the same as FORMAT: a literal names no constant
    origin: str = Field("", max_length=255)
    taken_at: str | None = Field(None, max_length=40)
    notices: list[NoticeValue] = Field(max_length=MOST_NOTICES)
    left_out: list[LeftOut] = Field(default_factory=list)
