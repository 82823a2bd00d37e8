"""Cases, their acts and what hangs on them: filings, documents, deadlines, service, drafts, the outbox.

Acts, filings and editions are the record: inserted, never changed. They hold keys, digests, offices and dates; the
name of a person lies in `act_person`, the words of a filing in `filing_body`, both by the number of the row they
belong to. `cases`, `case_track` and `deadline` are what the acts have led to, kept so that lists need no replay;
`consult log verify --replay` compares them with the acts.

Long because: the tables of a case refer to one another and are read as one schema.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from consult.lines import REQUEST
from consult.models.base import Structure, index_where
from consult.models.triggers import parent_table, record_table

DEADLINE_STATES = ("armed", "running", "paused", "stopped", "lapsed")
SERVICE_STATES = ("sent", "delivered", "opened", "acknowledged", "failed")


class Edition(SQLModel, table=True):
    """A procedure with its terms as canonical JSON, under its digest; cases run on it for ever."""

    __tablename__ = "edition"

    digest: str = Field(primary_key=True, max_length=64)
    procedure: str = Field(max_length=60)
    number: int
    body: bytes = Field(sa_column=Column("body", LargeBinary, nullable=False))
    recorded_at: datetime


class CaseFile(SQLModel, table=True):
    """One running procedure, as its acts have left it; raised by one in `version` with every change."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_opened", "opened_on", "id"),
        Index("ix_cases_filer", "filer", "id"),
        Index("ix_cases_existence", "existence", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    procedure: str = Field(max_length=60, index=True)
    edition: str = Field(foreign_key="edition.digest", max_length=64)
    at_level: str = Field(max_length=10, description="treaty or agency")
    filer: str = Field(foreign_key="party.key", max_length=40)
    title: str = Field(default="", max_length=400)
    existence: str = Field(max_length=2)
    level: str = Field(max_length=2)
    state: str = Field(max_length=60)
    kind: str = Field(max_length=10, description="open, resting or final")
    activity: str | None = Field(default=None, max_length=20)
    summary: str = Field(sa_type=Text, description="the case as its acts have left it")
    version: int = Field(default=0)
    n: int = Field(default=0, description="number of the last act")
    opened_on: datetime
    changed_at: datetime
    next_at: datetime | None = Field(default=None, description="next expiry, for lists")
    exercise: bool = Field(default=False)


class CaseParty(SQLModel, table=True):
    """A party's role in a case, since when it sees it, which files of the case the role reads, and until when."""

    __tablename__ = "case_party"
    __table_args__ = (Index("ix_case_party_of", "party", "case_id"),)

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    party: str = Field(primary_key=True, max_length=80)
    role: str = Field(primary_key=True, max_length=40)
    stake: bool
    since: datetime
    reads: str = Field(
        default="", max_length=400, description="files that the role reads, each between bars; a bar alone: apart"
    )
    until: datetime | None = Field(default=None, description="end of an office: what is recorded later is not read")


class CaseTrack(SQLModel, table=True):
    """One relation or item of a case, with its state."""

    __tablename__ = "case_track"
    __table_args__ = (Index("ix_case_track_party", "party", "case_id"),)

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    key: str = Field(primary_key=True, max_length=120)
    of: str = Field(max_length=40, description="the set it belongs to")
    name: str = Field(max_length=120)
    party: str | None = Field(default=None, max_length=80)
    state: str = Field(max_length=60)
    basis: str = Field(default="", max_length=40)
    level: str = Field(default="C3", max_length=2, description="who sees where it stands")
    file: str = Field(default="", max_length=40, description="the file in which its limits lie")


class ActRow(SQLModel, table=True):
    """One act; `body` is the act as canonical JSON, the other columns are parts of it for reading and for policy."""

    __tablename__ = "act"
    __table_args__ = (
        UniqueConstraint("case_id", "n"),
        Index("ix_act_step", "step", "id"),
        index_where("level = 'C0'", "ix_act_public", "id", "case_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    n: int
    kind: str = Field(max_length=20)
    step: str = Field(max_length=80)
    track: str | None = Field(default=None, max_length=120)
    party: str = Field(max_length=80)
    organ: str = Field(default="", max_length=80)
    office: str = Field(default="", max_length=200)
    capacity: str = Field(default="", max_length=20)
    cleared_office: str | None = Field(default=None, max_length=200)
    on_at: datetime
    recorded_at: datetime
    came: str = Field(max_length=60)
    went: str = Field(max_length=60)
    digest: str = Field(default="", max_length=64)
    level: str = Field(max_length=2)
    file: str = Field(default="", max_length=40, description="the file of the case in which it lies")
    basic: bool = Field(default=False, description="served on every party that joins later")
    late: bool = Field(default=False)
    body: str = Field(sa_type=Text)


class ActLeaf(SQLModel, table=True):
    """Where an act stands in the log; a row of its own, since the log gives its number last."""

    __tablename__ = "act_leaf"

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    seq: int = Field(unique=True)


class ActPerson(SQLModel, table=True):
    """Who took an act, by name; kept apart from the record so that it can be erased."""

    __tablename__ = "act_person"

    act_id: int = Field(foreign_key="act.id", primary_key=True)
    person_id: int | None = Field(default=None)
    name: str = Field(max_length=200)
    for_name: str | None = Field(default=None, max_length=200, description="who was absent, where a substitute acted")


class FilingRow(SQLModel, table=True):
    """What was filed with an act, by digest."""

    __tablename__ = "filing"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    act_id: int = Field(foreign_key="act.id", unique=True)
    digest: str = Field(max_length=64, index=True)
    kind: str = Field(max_length=60)
    party: str = Field(max_length=80)
    language: str = Field(default="en", max_length=10)
    level: str = Field(max_length=2)


class FilingBody(SQLModel, table=True):
    """The words of a filing as canonical JSON; kept apart from the record so that they can be erased."""

    __tablename__ = "filing_body"

    filing_id: int = Field(foreign_key="filing.id", primary_key=True)
    body: str = Field(sa_type=Text)


class Document(SQLModel, table=True):
    """A file attached to a draft or a filing; its bytes lie in the document store under the digest. Part of the record
    from the act that files it."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("case_id", "digest", "party"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    digest: str = Field(max_length=64, index=True)
    party: str = Field(max_length=80)
    name: str = Field(max_length=200)
    media: str = Field(max_length=100)
    size: int
    kind: str = Field(default="annex", max_length=40)
    language: str = Field(default="en", max_length=10)
    level: str = Field(max_length=2)
    act_n: int | None = Field(default=None, description="the act with which it was filed; null while it is on a draft")
    uploaded_at: datetime
    uploaded_by: int | None = Field(default=None)


class Deadline(SQLModel, table=True):
    """A time limit as it runs: rule, trigger, binding, zone, computed and safe expiry."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        index_where("status = 'running'", "ix_deadline_due", "expires_at", "id"),
        index_where("remind_at IS NOT NULL", "ix_deadline_remind", "remind_at", "id"),
        index_where("expires_at IS NOT NULL", "ix_deadline_ends", "expires_at", "status"),
        index_where("status = 'lapsed'", "ix_deadline_lapsed", "owner", "expires_at"),
        index_where("status = 'running'", "ix_deadline_owed", "owner", "binding", "expires_at", "case_id"),
        CheckConstraint("status IN ('armed', 'running', 'paused', 'stopped', 'lapsed')", name="status_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    key: str = Field(max_length=120)
    limit_key: str = Field(max_length=60)
    track: str | None = Field(default=None, max_length=120)
    owner: str | None = Field(default=None, max_length=80, description="the party that has to act")
    binding: str = Field(max_length=10)
    level: str = Field(default="C3", max_length=2, description="who sees it: all parties, or the sides of its track")
    file: str = Field(default="", max_length=40)
    status: str = Field(max_length=10)
    length: str = Field(max_length=20)
    trigger: str = Field(default="", max_length=80)
    zone: str = Field(max_length=60)
    starts_on: datetime | None = Field(default=None)
    expires_on: date | None = Field(default=None)
    expires_at: datetime | None = Field(default=None)
    safe_at: datetime | None = Field(default=None)
    n: int
    remind_at: datetime | None = Field(default=None, description="nobody is to be reminded of it before")
    dated_at: datetime | None = Field(default=None, description="since when it has this end; earlier is not recalled")


class Service(SQLModel, table=True):
    """What was told to whom by an act, and how far its delivery came."""

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("act_id", "party", "channel"),
        Index("ix_service_party", "party", "state", "id"),
        CheckConstraint("state IN ('sent', 'delivered', 'opened', 'acknowledged', 'failed')", name="state_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    act_id: int = Field(foreign_key="act.id", index=True)
    case_id: int = Field(foreign_key="cases.id")
    party: str = Field(max_length=80)
    channel: str = Field(default="in_app", max_length=20)
    state: str = Field(default="sent", max_length=20)
    changed_at: datetime


class Outbox(SQLModel, table=True):
    """Work to be done after a commit; written in the same transaction as the act that asks for it."""

    __tablename__ = "outbox"
    __table_args__ = (
        index_where("done_at IS NULL AND set_aside_at IS NULL", "ix_outbox_due", "run_at", "id"),
        index_where("done_at IS NOT NULL", "ix_outbox_done", "done_at", "id"),
        index_where("set_aside_at IS NOT NULL", "ix_outbox_set_aside", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    topic: str = Field(max_length=40)
    payload: str = Field(sa_type=Text)
    run_at: datetime
    attempts: int = Field(default=0)
    locked_until: datetime | None = Field(default=None)
    done_at: datetime | None = Field(default=None)
    last_error: str | None = Field(default=None, max_length=500)
    set_aside_at: datetime | None = Field(default=None, description="given up after all tries, until somebody asks")
    request: str | None = Field(
        sa_column=Column("request", String(64), nullable=True, default=lambda: REQUEST.get() or None),
        description="what the request is called in which it was asked for",
    )


class Draft(SQLModel, table=True):
    """A filing in preparation: work, not record; seen by its own party alone."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_party", "party", "changed_at"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, max_length=40)
    case_id: int = Field(foreign_key="cases.id", index=True)
    step: str = Field(max_length=80)
    track: str | None = Field(default=None, max_length=120)
    party: str = Field(max_length=80)
    author_id: int = Field(foreign_key="person.id")
    body: dict[str, object] = Field(sa_type=Structure, default_factory=dict)
    version: int = Field(default=0)
    changed_at: datetime
    cleared_digest: str | None = Field(default=None, max_length=64)
    cleared_by: int | None = Field(default=None, foreign_key="person.id")
    cleared_office: str | None = Field(default=None, max_length=200)
    cleared_at: datetime | None = Field(default=None)
    closed_at: datetime | None = Field(default=None)
    changed_by: int | None = Field(default=None, foreign_key="person.id", description="who stored the present text")
    level: str | None = Field(default=None, max_length=2, description="raised before service; none: the procedure's")


class Idempotency(SQLModel, table=True):
    """The first answer to a request, for those who ask again with the same key."""

    __tablename__ = "idempotency"

    person_id: int = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=160)
    request: str = Field(max_length=64)
    case_id: int = Field(foreign_key="cases.id")
    act_n: int
    created_at: datetime


class CaseLink(SQLModel, table=True):
    """One case points to another, shown on both sides."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_id", "kind", "other_ref"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    kind: str = Field(max_length=40)
    other_ref: str = Field(max_length=200)
    other_id: int | None = Field(default=None, foreign_key="cases.id", index=True)
    act_n: int


_TABLES = SQLModel.metadata.tables
EDITION = _TABLES["edition"]
CASES = _TABLES["cases"]
CASE_PARTY = _TABLES["case_party"]
CASE_TRACK = _TABLES["case_track"]
ACT = _TABLES["act"]
ACT_LEAF = _TABLES["act_leaf"]
ACT_PERSON = _TABLES["act_person"]
FILING = _TABLES["filing"]
FILING_BODY = _TABLES["filing_body"]
DOCUMENT = _TABLES["document"]
DEADLINE = _TABLES["deadline"]
SERVICE = _TABLES["service"]
OUTBOX = _TABLES["outbox"]
DRAFT = _TABLES["draft"]
IDEMPOTENCY = _TABLES["idempotency"]
CASE_LINK = _TABLES["case_link"]

record_table("edition")
record_table("act")
record_table("act_leaf")
record_table("filing")
record_table("case_link")
record_table("act_person", allow_delete=True)
record_table("filing_body", allow_delete=True)
record_table(  # what waits on a draft is work; an erasure overwrites the name of a file
    "document",
    columns=(
        *("id", "case_id", "digest", "party", "media", "size", "kind", "language", "level", "act_n"),
        *("uploaded_at", "uploaded_by"),
    ),
    kept_when="OLD.act_n IS NOT NULL",
)
for _parent in ("cases", "case_party", "party", "organ", "person", "mandate"):
    parent_table(_parent)
