"""The lines from which the pages of cases are made: limits, standards, tracks, offers and acts, each as one viewer
meets it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from consult.casebook import Entry
from consult.citations import Cited, address, cite, law
from consult.docket import Seen
from consult.docket.rows import owners_of
from consult.forms import DocumentChoice, ReadField, show
from consult.i18n import _, ngettext
from consult.library.periods import write_period
from consult.visibility import Membership, Viewer, may_see_track
from workflows.kernel.case import HAND, HAND_WITHDRAWN, LAPSE, Limit, Track
from workflows.kernel.describe import sentence
from workflows.kernel.fields import FilingSpec
from workflows.kernel.guards import STANDING, Refusal
from workflows.kernel.machine import Offer
from workflows.kernel.procedure import AGENCY, Procedure
from workflows.kernel.reckoning import Period
from workflows.kernel.words import Citation, humanise

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A time limit as it runs: what, for whom, under which rule, from what, until when, and what may be said of its
    passing."""

    title: str
    track: str
    owner: str
    under: tuple[Cited, ...]
    binding: str
    grade: str
    length: str
    trigger: str
    starts_on: datetime | None
    expires_on: date | None
    expires_at: datetime | None
    safe_at: datetime | None
    zone: str
    status: str
    says: str
    mine: bool

    @property
    def is_law(self) -> bool:
        """Say whether only this limit, by its binding, may be called expired."""
        return self.binding.startswith("LAW")


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A standard without a number: the words of the law, and both clocks."""

    words: str
    under: tuple[Cited, ...]
    until: date | None
    says: str


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One relation of the case: with whom or about what, where it stands, and on what basis."""

    key: str
    name: str
    of: str
    state: str
    meaning: str
    basis: str
    received_on: datetime | None
    flags: tuple[str, ...]
    visible: bool


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """One reason why a step is closed."""

    sentence: str
    under: tuple[Cited, ...]
    opens_on: date | None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A step that leaves the present state, as this person meets it."""

    step: str
    title: str
    track: str
    track_name: str
    own_track: bool
    effect: str
    under: tuple[Cited, ...]
    asks: str
    internal: bool
    joint: bool
    laid: tuple[str, ...]
    proposed: bool
    common: bool
    refusals: tuple[RefusalLine, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether the step may be taken now."""
        return not self.refusals


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One act in the timeline."""

    n: int
    sentence: str
    on: datetime
    on_day: date | None
    recorded_at: datetime
    office: str
    person: str
    level: str
    late: bool
    late_fact: bool
    corrects: tuple[int, ...]
    moved_to: str
    kind: str
    has_paper: bool
    mine: bool


def limit_line(seen: Seen, limit: Limit, names: Names, viewer: Viewer) -> LimitLine:
    """Draw up one limit."""
    rule = seen.procedure.rule(limit.limit)
    track = seen.case.tracks.get(limit.track or "")
    owners = owners_of(seen.case, limit)
    return LimitLine(
        title=law(rule.title) or humanise(rule.key),
        track=names.get(track.party or "", track.name) if track else "",
        owner=", ".join(names.get(party, party) for party in owners),
        under=tuple(cite(c) for c in rule.under),
        binding=str(rule.binding),
        grade=str(rule.grade or ""),
        length=write_period(Period.parse(limit.length)),
        trigger=write_trigger(limit.trigger),
        starts_on=limit.starts_on,
        expires_on=limit.expires_on,
        expires_at=limit.expires_at,
        safe_at=limit.safe_at if limit.safe_at and limit.expires_at and limit.safe_at < limit.expires_at else None,
        zone=limit.zone,
        status=limit.status,
        says=_status(limit, str(rule.binding)),
        mine=viewer.party in owners,
    )


def _status(limit: Limit, binding: str) -> str:
    """Say where a limit stands; only law expires, a product target is passed."""
    if limit.status == "lapsed":
        return (
            _("expired")
            if binding.startswith("LAW")
            else _("target passed")
            if binding == "DEFAULT"
            else _("period over")
        )
    return {
        "armed": _("waits for proof of receipt") if limit.trigger == "receipt" else _("has not started"),
        "running": _("running"),
        "paused": _("stopped for the time being"),
        "stopped": _("met or no longer needed"),
    }[limit.status]


def write_trigger(trigger: str) -> str:
    """Say from what a limit runs."""
    fixed = {"dispatch": _("from dispatch"), "receipt": _("from proven receipt")}
    return fixed.get(trigger) or _("from: %(what)s", what=humanise(trigger).lower())


def standard_lines(seen: Seen, now: datetime) -> tuple[StandardLine, ...]:
    """Draw up the standards of a case with what is known of their clocks."""
    lines = []
    for standard in seen.procedure.standards:
        until = seen.case.facts.get(standard.until) if standard.until else None
        day = date.fromisoformat(until) if isinstance(until, str) else None
        lines.append(
            StandardLine(
                law(standard.words) or humanise(standard.key),
                tuple(cite(c) for c in standard.under),
                day,
                _two_clocks(day, now),
            )
        )
    return tuple(lines)


def _two_clocks(day: date | None, now: datetime) -> str:
    if day is None:
        return ""
    left = (day - now.astimezone(UTC).date()).days
    if left > 0:
        return ngettext("%(num)s day until then", "%(num)s days until then", left)
    return (
        _("that day is reached")
        if left == 0
        else ngettext("%(num)s day after that date", "%(num)s days after that date", -left)
    )


def track_lines(seen: Seen, names: Names, viewer: Viewer, membership: Membership) -> tuple[TrackLine, ...]:
    """Draw up the relations of a case; the state of one that is not the viewer's business is left out, its name is
    not."""
    return tuple(_track_line(seen.procedure, track, names, viewer, membership) for track in seen.case.tracks.values())


def _track_line(procedure: Procedure, track: Track, names: Names, viewer: Viewer, membership: Membership) -> TrackLine:
    of = procedure.track_set(track.set)
    visible = may_see_track(viewer, membership, track.key)
    state = of.state(track.state)
    return TrackLine(
        key=track.key,
        name=names.get(track.party or "", humanise(track.name) if not track.party else track.name),
        of=humanise(of.per or of.key),
        state=law(state.title) if visible and state else "",
        meaning=law(state.meaning) if visible and state else "",
        basis=track.basis if visible else "",
        received_on=track.received_on if visible else None,
        flags=tuple(law(humanise(flag)) for flag in track.flags) if visible else (),
        visible=visible,
    )


def offer_line(offer: Offer, names: Names, party: str = "") -> OfferLine:
    """Draw up one step on offer; ``party`` is the reader's own, whose track needs no naming."""
    row, track = offer.step, offer.track
    return OfferLine(
        step=row.key,
        title=law(row.title),
        track=track.key if track else "",
        track_name=names.get(track.party or "", track.name) if track else "",
        own_track=track is not None and track.party == party,
        effect=law(row.effect),
        under=tuple(cite(c) for c in row.under),
        asks=law(row.filing.title) if row.filing else "",
        internal=row.tell == "own",
        joint=bool(offer.laid),
        laid=tuple(names.get(p, p) for p in offer.laid),
        proposed=row.proposed and offer.is_open,
        common=row.common,
        refusals=refusal_lines(offer.refusals),
    )


def refusal_lines(refusals: Sequence[Refusal]) -> tuple[RefusalLine, ...]:
    """Draw up reasons with their provisions."""
    return tuple(RefusalLine(law(r.sentence), tuple(cite(c) for c in r.under), r.opens_on) for r in refusals)


def is_for_somebody_else(offer: Offer, seen: Seen, viewer: Viewer) -> bool:
    """Say whether a closed step is closed because another party takes it, so that it is no business of this reader."""
    others = [r for r in offer.refusals if r.kind == STANDING]
    if not others:
        return False
    roles = {role for role, parties in seen.case.parties.items() if viewer.party in parties}
    alone = offer.step.by.roles()
    mine = (
        bool(roles & alone)
        or "@any" in alone
        or (offer.track is not None and offer.track.party == viewer.party and "@track" in alone)
    )
    return not mine


def entry_line(entry: Entry, seen: Seen, names: Names, viewer: Viewer) -> EntryLine:
    """Draw up one act of the timeline."""
    act = entry.act
    moved = act.went if act.went != act.came else ""
    return EntryLine(
        n=act.n,
        sentence=write_sentence(entry, seen, names),
        on=act.on,
        on_day=act.day,
        recorded_at=act.at,
        office=act.office,
        person=entry.person or "",
        level=act.level,
        late=act.late,
        late_fact=act.kind not in (LAPSE,) and act.party != "clock" and act.on < act.at,
        corrects=act.corrects,
        moved_to=law(seen.procedure.state(moved).title) if moved else "",
        kind={HAND: "hand", HAND_WITHDRAWN: "hand", LAPSE: "clock"}.get(
            act.kind, "clock" if act.party == "clock" else act.kind
        ),
        has_paper=entry.paper is not None,
        mine=act.party == viewer.party,
    )


def write_sentence(entry: Entry, seen: Seen, names: Names) -> str:
    """Say an act in one sentence, as the log does; the opening has one of its own."""
    if entry.act.kind == "open":
        return _("%(party)s opened the case", party=names.get(entry.act.party, entry.act.party))
    return sentence(seen.procedure, entry.act, names)


def read_paper(
    spec: FilingSpec, body: Mapping[str, Any], names: Names, documents: Sequence[DocumentChoice] = ()
) -> tuple[ReadField, ...]:
    """Draw up a paper as it is read: answers given, declared unknown or withheld, and no empty questions."""
    lines = show(spec, body, party_names=names, documents=documents, href=address_of)
    return tuple(line for line in lines if line.state != "unanswered")


def address_of(citation: Citation) -> str:
    """Give the place of a provision in the library, for forms and papers."""
    return address(citation.instrument, citation.provision)


def document_choices(ref: str, rows: Sequence[Any]) -> list[DocumentChoice]:
    """Give documents of a case with the address at which they can be fetched."""
    return [
        DocumentChoice(d.digest, d.name, d.media, d.size, d.language, d.level, f"/cases/{ref}/documents/{d.digest}")
        for d in rows
    ]


def level_note(seen: Seen) -> str:
    """Say on the face of an agency-level case that it is no treaty filing."""
    return _("Agency level, not a treaty filing") if seen.procedure.level == AGENCY else ""


def title_of_case(row: Any) -> str:
    """Give the title of a case, or say that it has none yet."""
    return row.title or _("No title yet")
