"""The page of one step before it is taken: what it does, who will see it, what it starts, and why it is closed where it
is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.citations import Cited, law
from consult.docket import Docket, Filed, Refused, Seen
from consult.docket.audience import audience_of
from consult.forms import ReadField
from consult.pages.cases.audience import AudienceView, audience_view
from consult.pages.cases.extension import ExtensionNote, day_asked, extension_note
from consult.pages.cases.from_register import answers_from_register
from consult.pages.cases.from_screening import answers_from_screening
from consult.pages.cases.from_standing import answers_that_stand
from consult.pages.cases.limits import LimitLine, limit_line
from consult.pages.cases.lines import OfferLine, RefusalLine, level_note, offer_line, refusal_lines, title_of_case
from consult.pages.cases.origin import answers_from_origin
from consult.pages.cases.papers import read_paper
from consult.pages.cases.rooms import RoomNote, room_note
from consult.pages.cases.waiting import open_to_party, waiting_offers
from consult.pages.joint_text import signing_notes, words_to_begin
from consult.pages.previews import PreviewView, preview_view
from consult.pages.signing import GivenNote, SigningView, signing_view
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.acts import HAND, STEP
from workflows.kernel.case import Act, Case
from workflows.kernel.frozen import dataclass
from workflows.kernel.guards import CONTENT
from workflows.kernel.machine import Offer
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do if it were taken now: who is told, who else may read it, who may see it now and later, at
    which level, where the case goes, and what starts to run; `is_hand` where it waits for others to agree."""

    told: tuple[str, ...]
    others: tuple[str, ...]
    audience: AudienceView
    is_hand: bool
    level: str
    moves_to: str
    starts: tuple[LimitLine, ...]
    waits_for: tuple[str, ...]
    opens: tuple[str, ...]
    begins: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step, open or closed, with its text where there is one."""

    title: str
    ref: str
    case_title: str
    level_note: str
    n: int
    offer: OfferLine
    under: tuple[Cited, ...]
    preview: Preview | None
    refusals: tuple[RefusalLine, ...]
    text: tuple[ReadField, ...]
    ahead: PreviewView | None
    is_joint: bool
    laid_by_us: bool
    needs_clearance: bool
    to_prepare: bool
    digest: str
    before_signing: tuple[str, ...]
    signing: SigningView | None
    room: RoomNote | None
    extension: ExtensionNote | None


def find_offer(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    step: str,
    track: str,
    now: datetime,
    *,
    for_party: bool = False,
) -> Offer:
    """Find a step among those that leave the present state, or refuse as unknown; `for_party` as its party meets it."""
    for offer in docket.offers(conn, standing, seen, now, for_party=for_party, steps={step}):
        if offer.step.key == step and (offer.track.key if offer.track else "") == track:
            return offer
    raise Unknown


def first_answers(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, offer: Offer, now: datetime
) -> dict[str, Any]:
    """Begin a paper with the words of the earlier one that its step names, as the party may read them; one that opens
    the talks with where the case came from, what the party has already answered for itself in this case, what the
    register has of the activity that it names, and with whom that activity overlaps; one on a text that is drafted
    together with the words on the table; a grant of more time with the day that was asked for. A first paper that would
    begin with nothing nearer begins with what its party has declared to stand."""
    spec, viewer = offer.step.filing, Viewer.of(standing)
    if spec is not None and offer.step.begins:
        return casebook.last_words(conn, viewer, seen.row, offer.step.begins, spec)
    if spec is None or not offer.step.opens:
        asked = day_asked(conn, seen, offer, viewer)
        near = asked or words_to_begin(conn, viewer, seen, offer.step.key, offer.track)
        is_first = spec is not None and seen.case.state == seen.procedure.opens
        return near or (answers_that_stand(conn, docket, viewer, seen, spec) if is_first and spec else {})
    origin = answers_from_origin(conn, docket, standing, seen, offer, now)
    known = origin | casebook.own_answers(conn, viewer, seen.row, spec)
    found = answers_from_screening(conn, docket, standing, seen, offer, now)
    stands = answers_that_stand(conn, docket, viewer, seen, spec)
    return stands | answers_from_register(conn, docket, standing, spec, known) | known | found


def step_page(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    ref: str,
    step: str,
    track: str,
    now: datetime,
    given: GivenNote | None = None,
) -> StepPage:
    """Draw up a step that asks for nothing in writing, or a joint one whose text already lies there, with the signed
    note that was `given` and not taken.

    Long because: one line a field of the page, in the order in which it is read.
    """
    seen = docket.see(conn, standing, ref, now)
    offer = find_offer(conn, docket, standing, seen, step, track, now)
    names = casebook.party_names(conn)
    body = casebook.body_by_digest(conn, seen.row, offer.digest) if offer.digest else None
    filed = Filed(step, track or None, body)
    preview, refusals = try_out(conn, docket, standing, seen, filed, names, now)
    to_prepare = preview is None and _is_for_others_of_us(conn, docket, standing, seen, offer, now)
    if to_prepare:
        preview, refusals = try_out(conn, docket, standing, seen, filed, names, now, for_party=True)
    line = offer_line(offer, names)
    spec = offer.step.filing
    return StepPage(
        title=line.title,
        ref=ref,
        case_title=title_of_case(seen.row),
        level_note=level_note(seen),
        n=casebook.last_seen(conn, Viewer.of(standing), seen.row),
        offer=line,
        under=line.under,
        preview=preview,
        refusals=line.refusals or refusals,
        text=read_paper(spec, body, names) if spec and body else (),
        ahead=preview_view(spec, body, now, docket.world(conn, now, seen.row.id), standing) if spec and body else None,
        is_joint=bool(offer.laid),
        laid_by_us=standing.party_key in offer.laid,
        needs_clearance=bool(body) and str(offer.step.capacity) == "dispatch" and "clear" not in standing.capacities,
        to_prepare=to_prepare and preview is not None,
        digest=offer.digest,
        before_signing=signing_notes(conn, docket, Viewer.of(standing), seen, step, offer.track, body, now),
        signing=signing_view(conn, docket, standing, seen, filed, now, given) if body and not to_prepare else None,
        room=room_note(seen, names, Viewer.of(standing)),
        extension=extension_note(conn, seen, offer, names, Viewer.of(standing), docket.world(conn, now, seen.row.id)),
    )


def _is_for_others_of_us(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, offer: Offer, now: datetime
) -> bool:
    """Say whether a hand that this person cannot lay is one that he or she may prepare."""
    of_party = open_to_party(conn, docket, standing, seen, now, steps={offer.step.key})
    return bool(waiting_offers([offer], of_party))


def try_out(
    conn: Connection,
    docket: Docket,
    standing: Standing,
    seen: Seen,
    filed: Filed,
    names: Mapping[str, str],
    now: datetime,
    *,
    for_party: bool = False,
) -> tuple[Preview | None, tuple[RefusalLine, ...]]:
    """Perform a step on paper: nothing is recorded. Give what it would do, or why it is refused."""
    try:
        after, act = docket.rehearse(conn, standing, seen, filed, now, for_party=for_party)
    except Refused as refused:
        return None, refusal_lines(refused.refusals)
    return _preview(conn, seen, after, act, names, Viewer.of(standing)), ()


def content_faults(
    conn: Connection, docket: Docket, standing: Standing, seen: Seen, filed: Filed, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Perform a step on paper as its party would; give what its rules say against the filing, each with its question.

    The answers that are missing or ill formed are among them.
    """
    try:
        docket.rehearse(conn, standing, seen, filed, now, for_party=True)
    except Refused as refused:
        return tuple((r.field, law(r.sentence)) for r in refused.refusals if r.kind == CONTENT)
    return ()


def _preview(conn: Connection, seen: Seen, after: Case, act: Act, names: Mapping[str, str], viewer: Viewer) -> Preview:
    there, said = Seen(seen.row, after, seen.edition), casebook.said_names(names)
    audience = audience_of(conn, seen, after, act, viewer)
    new = [limit for key, limit in after.limits.items() if seen.case.limits.get(key) != limit]
    running = [limit for limit in new if limit.status == "running"]
    return Preview(
        told=tuple(said.get(p, p) for p in act.told),
        others=tuple(said.get(p, p) for p in audience.readers if p not in act.told),
        audience=audience_view(audience, seen, said, seen.row.exercise),
        is_hand=act.kind == HAND,
        level=act.level,
        moves_to=law(after.procedure.state(act.went).title) if act.went != act.came else "",
        starts=tuple(limit_line(there, limit, names, viewer) for limit in sorted(running, key=lambda one: one.key)),
        waits_for=tuple(
            dict.fromkeys(
                law(after.procedure.limit(one.limit).title) or humanise(one.limit)
                for one in new
                if one.status == "armed"
            )
        ),
        opens=tuple(names.get(e[5] or "", e[3]) for e in act.effects_of("open")),
        begins=_begins(seen, act),
    )


def _begins(seen: Seen, act: Act) -> str:
    """Name the procedure of the case that an act opens."""
    for row in seen.procedure.rows[act.step] if act.kind == STEP else ():
        for _word, kind, key, _terms in act.effects_of("begin"):
            if row.link and (row.link.kind, row.link.procedure) == (kind, key):
                return law(row.link.title) or humanise(key)
    return ""
