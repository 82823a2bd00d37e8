"""Positions: what each party says on each claim, now and before, and on which points they agree."""

from collections.abc import Sequence

from consult import casebook
from consult.citations import law
from consult.forms import DocumentChoice
from consult.i18n import _
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Day, Item, Paper, courses, documents, items, named, papers, state_of, title_of
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.case import Track
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets import Positions
from workflows.kernel.words import humanise

AGREED, OPEN, OVER = "agreed", "open", "over"


@dataclass(frozen=True, slots=True)
class StanceLine:
    """One position as it was stated: the choice and whether it agrees, the reasons, when and by which act."""

    agrees: bool
    words: str
    reasons: str
    on: Day
    n: int
    documents: tuple[DocumentChoice, ...]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Where one party stands on a claim; without a position where it has not addressed it."""

    party: str
    role: str
    is_author: bool
    latest: StanceLine | None
    earlier: tuple[StanceLine, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim: whose words it is, by which act, where it stands, and who says what on it."""

    key: str
    name: str
    words: str
    author: str
    n: int | None
    on: Day | None
    status: str
    point: str
    parties: tuple[PartyLine, ...]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class PositionsSheet:
    """The claims, and how many of them are agreed, open and over."""

    claims: tuple[ClaimLine, ...]
    agreed: int
    open: int
    over: int


def positions_sheet(asked: Asked, sheet: Positions) -> PositionsSheet:
    """Draw up the positions."""
    given, put = papers(asked, [sheet.step]), items(asked, sheet.set)
    known, course, can = documents(asked), courses(asked), ways_by_track(asked, sheet.set)
    tracks = [track for track in asked.seen.case.tracks.values() if track.set == sheet.set and track.key in course]
    claims = []
    for track in tracks:
        own = [paper for paper in given if paper.entry.act.track == track.key]
        item = put.get(track.key)
        parties = tuple(_parties(asked, sheet, own, item, known))
        state = state_of(asked, track.key, course)
        mine = [way for way in can.get(track.key, ()) if way.offer.step == sheet.step]
        point = _point(asked, sheet, state, parties)
        claims.append(_claim(asked, track, item, state, point, parties, tuple(mine)))
    points = [claim.point for claim in claims]
    return PositionsSheet(tuple(claims), points.count(AGREED), points.count(OPEN), points.count(OVER))


def _claim(
    asked: Asked,
    track: Track,
    item: Item | None,
    state: str,
    point: str,
    parties: tuple[PartyLine, ...],
    mine: tuple[WayLine, ...],
) -> ClaimLine:
    author = asked.names.get(item.paper.party, item.paper.party) if item else ""
    return ClaimLine(
        key=track.key,
        name=humanise(track.name),
        words=item.words if item else "",
        author=author,
        n=item.paper.n if item else None,
        on=item.paper.on if item else None,
        status=title_of(asked, track.key, state),
        point=point,
        parties=parties,
        ways=mine,
    )


def _parties(
    asked: Asked, sheet: Positions, given: Sequence[Paper], item: Item | None, known: dict[str, DocumentChoice]
) -> list[PartyLine]:
    """Give a line for every party with a stake, in the order of its role."""
    rows = casebook.participants_of(asked.conn, asked.viewer, asked.seen.row)
    order = [role.key for role in asked.seen.procedure.roles]
    held = sorted((row for row in rows if row.stake), key=lambda row: (order.index(row.role), row.party))
    lines: dict[str, PartyLine] = {}
    for row in held:
        stances = [_stance(paper, sheet, known) for paper in given if paper.party == row.party]
        role = asked.seen.procedure.role(row.role)
        lines.setdefault(
            row.party,
            PartyLine(
                asked.names.get(row.party, row.party),
                law(role.title) if role else row.role,
                item is not None and item.paper.party == row.party,
                stances[-1] if stances else None,
                tuple(reversed(stances[:-1])),
            ),
        )
    return list(lines.values())


def _stance(paper: Paper, sheet: Positions, known: dict[str, DocumentChoice]) -> StanceLine:
    asked_in = paper.spec.field(sheet.choice)
    chosen = str(paper.words.get(sheet.choice) or "")
    words = dict(asked_in.options).get(chosen, chosen) if asked_in else chosen
    reasons = str(paper.words.get(sheet.reasons) or "")
    return StanceLine(
        chosen in sheet.agreed, law(words) or _("Not open to you"), reasons, paper.on, paper.n, named(paper, known)
    )


def _point(asked: Asked, sheet: Positions, state: str, parties: tuple[PartyLine, ...]) -> str:
    """Say whether a claim is over, agreed by all but whoever makes it, or open."""
    of = asked.seen.procedure.track_set(sheet.set)
    if state in of.ends:
        return OVER
    others = [line for line in parties if not line.is_author]
    agree = others and all(line.latest is not None and line.latest.agrees for line in others)
    return AGREED if agree else OPEN
