"""Who takes part in a meeting: delegations with their heads, credentials and presence, and who has named none."""

from collections.abc import Mapping

from consult import casebook
from consult.citations import law
from consult.forms import show
from consult.pages.sheets.asked import Asked
from consult.pages.sheets.reading import Moment, Paper, courses, papers, state_of, title_of
from consult.pages.sheets.ways import WayLine, ways_by_track
from workflows.kernel.frozen import dataclass
from workflows.kernel.sheets_of_meetings import Participants

IN_ORDER, MISSING = "in_order", "missing"


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One delegation: whose, who leads it, who else, where it stands, and how it came there."""

    party: str
    mine: bool
    roles: tuple[str, ...]
    head: tuple[str, ...]
    others: tuple[str, ...]
    n: int | None
    status: str
    tone: str
    credentials: str
    course: tuple[Moment, ...]
    ways: tuple[WayLine, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A party that is in the case and named no delegation."""

    party: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParticipantsSheet:
    """The delegations, how many of them are present, and who named none."""

    lines: tuple[DelegationLine, ...]
    present: int
    missing: tuple[Missing, ...]


def participants_sheet(asked: Asked, sheet: Participants) -> ParticipantsSheet:
    """Draw up the delegations."""
    course, can = courses(asked), ways_by_track(asked, sheet.set)
    given = {p.party: p for p in papers(asked, sheet.named)}  # the last word of each party
    roles = _roles(asked)
    keys = [key for key in course if key.partition(":")[0] == sheet.set]
    states = {key: state_of(asked, key, course) for key in keys}
    lines = tuple(_line(asked, sheet, key, states[key], given, roles, course, can) for key in keys)
    here = {key.partition(":")[2] for key in keys}
    missing = tuple(Missing(asked.names.get(p, p), held) for p, held in roles.items() if p not in here)
    return ParticipantsSheet(lines, sum(state in sheet.present for state in states.values()), missing)


def _roles(asked: Asked) -> dict[str, tuple[str, ...]]:
    """Give the roles of every party as the viewer may know them, in the order of the procedure."""
    found: dict[str, tuple[str, ...]] = {}
    titles = {role.key: law(role.title) for role in asked.seen.procedure.roles}
    for row in casebook.participants_of(asked.conn, asked.viewer, asked.seen.row):
        if row.role in titles:
            found[row.party] = (*found.get(row.party, ()), titles[row.role])
    return found


def _line(
    asked: Asked,
    sheet: Participants,
    key: str,
    state: str,
    given: Mapping[str, Paper],
    roles: Mapping[str, tuple[str, ...]],
    course: Mapping[str, list[Moment]],
    can: Mapping[str, tuple[WayLine, ...]],
) -> DelegationLine:
    """Draw up one delegation.

    Long because: one line a field of the line, in the order in which it is read.
    """
    party, moments = key.partition(":")[2], course[key]
    paper = given.get(party)
    read = {f.key: f.lines for f in show(paper.spec, paper.words, party_names=asked.names)} if paper else {}
    found = next((one.title for one in reversed(moments) if one.state in (IN_ORDER, MISSING)), "")
    return DelegationLine(
        party=asked.names.get(party, party),
        mine=party == asked.viewer.party,
        roles=roles.get(party, ()),
        head=read.get(sheet.head, ()),
        others=read.get(sheet.others, ()),
        n=paper.n if paper else None,
        status=title_of(asked, key, state),
        tone="good" if state in (*sheet.present, IN_ORDER) else "warn" if state == MISSING else "plain",
        credentials=found,
        course=tuple(moments),
        ways=can.get(key, ()),
    )
