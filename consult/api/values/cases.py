"""A case as a machine reads it: what its page shows, with the keys beside the words, and every step on offer with the
schema of its filing.

Long because: the parts of a case stand in the order in which its page is read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from consult.api.values.law import Reason, Under, reasons_of, under_of
from consult.docket import Seen
from consult.forms.schema import filing_schema
from consult.pages.cases.clocks import StandardLine
from consult.pages.cases.limits import LimitLine
from consult.pages.cases.lines import EntryLine, OfferLine, TrackLine
from consult.pages.cases.listing import CaseLine
from consult.pages.cases.matter import CasePage
from consult.visibility import SEALED
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A key with its words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class StateValue:
    """Where a case stands: the state's key, its words and meaning, and whether it is open, resting or final."""

    key: str
    words: str
    meaning: str
    kind: str


@dataclass(frozen=True, slots=True)
class ParticipantValue:
    """Who takes part, with every part that he plays."""

    party: str
    name: str
    roles: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TrackValue:
    """One relation of a case; what it is at is empty where it is none of the asker's business (`shown`)."""

    key: str
    name: str
    party: str
    of: str
    state_key: str
    state: str
    meaning: str
    basis: str
    received_at: datetime | None
    flags: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class DeadlineValue:
    """A time limit: its rule, for whom, from what, how binding, until when. A limit that ends with a day has
    `expires_on`, the day in `zone`; `expires_at` is the instant after which it is over, `at_expiry` what the clock does
    then, empty where that is nothing; `kind` is deadline, instant or silence."""

    key: str
    rule: str
    title: str
    track: str
    track_name: str
    owners: tuple[str, ...]
    owner: str
    under: tuple[Under, ...]
    binding: str
    grade: str
    length: str
    trigger: str
    starts_at: datetime | None
    expires_on: date | None
    expires_at: datetime | None
    safe_at: datetime | None
    zone: str
    status: str
    says: str
    ours: bool
    kind: str
    at_expiry: str


@dataclass(frozen=True, slots=True)
class StandardValue:
    """What the law says without a number, and the day that it looks to."""

    words: str
    under: tuple[Under, ...]
    until: date | None
    says: str
    warning: str


@dataclass(frozen=True, slots=True)
class OfferValue:
    """A step that leaves the present state. `open`: it may be taken now; `prepare`: others of the party send what is
    prepared; `waiting`: others laid their hand on the text of `digest`; `closed`: the refusals say why.

    `schema` points into this answer to the schema of the filing that it asks for; `take` is where it is taken.
    """

    step: str
    track: str
    way: str
    title: str
    track_name: str
    effect: str
    capacity: str
    under: tuple[Under, ...]
    filing: str | None
    schema: str | None
    laid: tuple[str, ...]
    digest: str | None
    proposed: bool
    common: bool
    without_prejudice: bool
    refusals: tuple[Reason, ...]
    take: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act in the timeline: `on` is the moment in law, `recorded_at` that of recording."""

    n: int
    sentence: str
    step: str
    track: str
    party: str
    office: str
    person: str | None
    on: datetime
    day: date | None
    recorded_at: datetime
    level: str
    kind: str
    late: bool
    corrects: tuple[int, ...]
    concerns: int | None
    through_system: bool
    mark: str
    href: str


@dataclass(frozen=True, slots=True)
class DraftLineValue:
    """A paper that the own party is preparing: what can be done with it next."""

    ref: str
    title: str
    changed_at: datetime
    cleared_office: str
    closed: str
    next: str
    stage: str
    href: str


@dataclass(frozen=True, slots=True)
class DocumentValue:
    """A document that may be had: its digest is that of its bytes (SHA-256)."""

    digest: str
    name: str
    media: str
    bytes: int
    language: str
    level: str
    party: str
    act: int | None
    href: str


@dataclass(frozen=True, slots=True)
class LinkValue:
    """A linked case: how, and where it may be known, what it is and where it stands."""

    kind: str
    ref: str
    title: str
    procedure: str
    state: str
    href: str


@dataclass(frozen=True, slots=True)
class CaseValue:
    """A case as the asker may see it. `seen` is the last act that it shows: whoever acts says so (`seen`, or If-Match
    with the tag of this answer). `schemas` holds the schemas of the filings on offer, by key."""

    ref: str
    title: str
    procedure: Named
    edition: str
    level: str
    level_note: str
    exercise: bool
    state: StateValue
    filer: str
    filer_name: str
    is_filer: bool
    subjects: tuple[Named, ...]
    opened_at: datetime
    seen: int
    activity: str
    flags: tuple[str, ...]
    participants: tuple[ParticipantValue, ...]
    tracks: tuple[TrackValue, ...]
    deadlines: tuple[DeadlineValue, ...]
    standards: tuple[StandardValue, ...]
    offers: tuple[OfferValue, ...]
    schemas: Mapping[str, Any]
    acts: tuple[ActLine, ...]
    drafts: tuple[DraftLineValue, ...]
    documents: tuple[DocumentValue, ...]
    links: tuple[LinkValue, ...]
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseItem:
    """One case in the list; `next` is when the next limit that may be seen ends."""

    ref: str
    title: str
    procedure: str
    filer: str
    state: str
    kind: str
    level: str
    exercise: bool
    opened_at: datetime
    expires_on: date | None
    expires_at: datetime | None
    zone: str | None
    too_late: bool
    href: str


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases, the newest first; `next` is the address of the page that follows."""

    items: tuple[CaseItem, ...]
    next: str | None


def case_value(page: CasePage, seen: Seen, base: str) -> CaseValue:
    """Write a case from its page.

    Long because: one line a field, in the order in which they are read.
    """
    here, offers = f"{base}/cases/{page.ref}", tuple(_offers(page, f"{base}/cases/{page.ref}/acts"))
    sealed, tracks = seen.row.existence == SEALED, frozenset(one.key for one in page.tracks)
    return CaseValue(
        ref=page.ref,
        title=page.title,
        procedure=Named(page.procedure_key, page.procedure_title),
        edition=seen.edition,
        level=seen.procedure.level,
        level_note=page.level_note,
        exercise=page.exercise,
        state=StateValue(page.state_key, page.state, page.meaning, page.kind),
        filer=page.filer_key,
        filer_name=page.filer,
        is_filer=page.is_filer,
        subjects=tuple(Named(*one) for one in page.subjects),
        opened_at=page.opened_on,
        seen=page.n,
        activity=page.activity,
        flags=page.flags,
        participants=tuple(
            ParticipantValue(one.party, one.name, tuple(Named(*role) for role in one.roles))
            for one in page.participants
        ),
        tracks=tuple(track_value(one) for one in page.tracks),
        deadlines=tuple(deadline_value(one) for one in (*page.running, *page.over)),
        standards=tuple(standard_value(one) for one in page.clocks.standards),
        offers=offers,
        schemas=_schemas(seen, offers),
        acts=tuple(act_line(one, here, tracks) for one in page.entries),
        drafts=tuple(
            DraftLineValue(
                one.ref,
                one.title,
                one.changed_at,
                one.cleared_office,
                one.closed,
                one.next,
                one.stage,
                f"{base}/drafts/{one.ref}",
            )
            for one in page.drafts
        ),
        documents=tuple(document_value(one, here) for one in page.documents),
        links=tuple(
            LinkValue(one.kind, one.ref, one.title, one.procedure, one.state, f"{base}/cases/{one.ref}")
            for one in page.links
        ),
        hrefs=_hrefs(page, here) | ({} if sealed else {"edition": f"{base}/editions/{seen.edition}"}),
    )


def _hrefs(page: CasePage, here: str) -> dict[str, str]:
    """Say where the parts of a case are had, and what may be opened beside it."""
    parts = ("acts", "drafts", "documents", "rehearsals", "filings", "tracks", "deadlines", "service")
    found = {"self": here, **{name: f"{here}/{name}" for name in parts}}
    there = {"sheets": page.tabs, "rooms": page.room or page.rooms.are_beside, "beside": page.beside}
    return found | {name: f"{here}/{name}" for name, is_there in there.items() if is_there}


def standard_value(line: StandardLine) -> StandardValue:
    """Write what the law says without a number."""
    return StandardValue(line.words, under_of(line.under), line.until, line.says, line.warning)


def track_value(line: TrackLine) -> TrackValue:
    """Write one relation."""
    return TrackValue(
        line.key,
        line.name,
        line.party,
        line.of,
        line.state_key,
        line.state,
        line.meaning,
        line.basis,
        line.received_on,
        line.flags,
        line.visible,
    )


def deadline_value(line: LimitLine) -> DeadlineValue:
    """Write a time limit.

    Long because: one line a field.
    """
    return DeadlineValue(
        key=line.key,
        rule=line.rule,
        title=line.title,
        track=line.track_key,
        track_name=line.track,
        owners=line.owners,
        owner=line.owner,
        under=under_of(line.under),
        binding=line.binding,
        grade=line.grade,
        length=line.length,
        trigger=line.trigger,
        starts_at=line.starts_on,
        expires_on=line.expires_on,
        expires_at=line.expires_at,
        safe_at=line.safe_at,
        zone=line.zone,
        status=line.status,
        says=line.says,
        ours=line.mine,
        kind=line.kind,
        at_expiry=line.at_expiry,
    )


def _offers(page: CasePage, take: str) -> Iterator[OfferValue]:
    """Write every step that the page tells of, each by the way in which it tells of it."""
    waiting = {(one.step, one.track) for one in page.waiting}
    for line in page.waiting_offers:
        yield offer_value(line, "waiting", take)
    for group in (*page.offers, page.common_offers):
        yield from (offer_value(line, "open", take) for line in group if (line.step, line.track) not in waiting)
    yield from (offer_value(line, "prepare", take) for line in page.to_prepare)
    yield from (offer_value(line, "closed", take) for line in page.closed)


def offer_value(line: OfferLine, way: str, take: str) -> OfferValue:
    """Write one step.

    Long because: one line a field.
    """
    return OfferValue(
        step=line.step,
        track=line.track,
        way=way,
        title=line.title,
        track_name=line.track_name,
        effect=line.effect,
        capacity=line.capacity,
        under=under_of(line.under),
        filing=line.filing or None,
        schema=f"/schemas/{line.filing}" if line.filing else None,
        laid=line.laid,
        digest=line.digest or None,
        proposed=line.proposed,
        common=line.common,
        without_prejudice=line.without_prejudice,
        refusals=reasons_of(line.refusals),
        take=take,
    )


def _schemas(seen: Seen, offers: Sequence[OfferValue]) -> dict[str, Any]:
    """Give the schema of every filing on offer, from the edition of the case."""
    asked = {one.filing for one in offers if one.filing}
    specs = {row.filing.key: row.filing for one in offers for row in seen.procedure.rows[one.step] if row.filing}
    return {key: filing_schema(specs[key]) for key in sorted(asked)}


def act_line(line: EntryLine, case: str, tracks: Collection[str]) -> ActLine:
    """Write one act of the timeline, its track where that is one of those that are told.

    Long because: one line a field.
    """
    return ActLine(
        n=line.n,
        sentence=line.sentence,
        step=line.step,
        track=line.track if line.track in tracks else "",
        party=line.party,
        office=line.office,
        person=line.person or None,
        on=line.on,
        day=line.on_day,
        recorded_at=line.recorded_at,
        level=line.level,
        kind=line.kind,
        late=line.late,
        corrects=line.corrects,
        concerns=line.concerns,
        through_system=line.through_system,
        mark=line.mark,
        href=f"{case}/acts/{line.n}",
    )


def document_value(row: Any, case: str) -> DocumentValue:
    """Write a document of a case."""
    href = f"{case}/documents/{row.digest}"
    return DocumentValue(row.digest, row.name, row.media, row.size, row.language, row.level, row.party, row.act_n, href)


def case_item(line: CaseLine, base: str) -> CaseItem:
    """Write one case of the list."""
    ends = line.next
    return CaseItem(
        line.ref,
        line.title,
        line.procedure,
        line.filer,
        line.state,
        line.kind,
        "agency" if line.agency else "treaty",
        line.exercise,
        line.opened_on,
        ends.expires_on if ends else None,
        ends.expires_at if ends else None,
        ends.zone if ends else None,
        line.too_late,
        f"{base}/cases/{line.ref}",
    )
