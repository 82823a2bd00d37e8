"""What was filed in a case, as a list that leads on: by kind and by relation, without the words of any paper."""

from sqlalchemy import Connection

from consult import casebook
from consult.citations import law
from consult.docket import Seen
from consult.pages.cases.lines import EntryLine, entry_line, track_lines
from consult.pages.cases.naming import namings_of_case
from consult.standing import Standing
from consult.visibility import Viewer, membership_of
from workflows.kernel.fields import FilingSpec
from workflows.kernel.frozen import dataclass
from workflows.kernel.words import humanise


@dataclass(frozen=True, slots=True)
class FilingLine:
    """One paper of a case: of which kind, in which language, whose, and the act by which it was filed."""

    kind: str
    title: str
    language: str
    author: str
    entry: EntryLine


def told_tracks(conn: Connection, standing: Standing, seen: Seen) -> frozenset[str]:
    """Give the keys of the relations of a case of which its reader is told."""
    viewer = Viewer.of(standing)
    lines = track_lines(seen, casebook.party_names(conn), viewer, membership_of(conn, viewer, seen.row))
    return frozenset(one.key for one in lines)


def spec_filed(seen: Seen, n: int, step: str) -> FilingSpec | None:
    """Find what the step of an act asked in writing, in the edition under which it was taken."""
    return next((row.filing for row in seen.procedure_of(n).rows.get(step, ()) if row.filing), None)


def filing_lines(
    conn: Connection,
    standing: Standing,
    seen: Seen,
    *,
    kind: str = "",
    track: str = "",
    party: str = "",
    after: int,
    most: int,
) -> list[FilingLine]:
    """List so many papers of a case after one, in the order of recording."""
    viewer = Viewer.of(standing)
    said, namings = casebook.said_names(casebook.party_names(conn)), namings_of_case(conn, seen, viewer)
    kinds = (kind,) if kind else ()
    found = casebook.filed_acts(
        conn, viewer, seen.row, kinds=kinds, track=track, author=party, after=after, most=most
    )  # fmt: skip
    lines = []
    for one in found:
        act = one.entry.act
        spec, entry = spec_filed(seen, act.n, act.step), entry_line(one.entry, seen, said, viewer, namings)
        title = law(spec.title) if spec else humanise(one.kind)
        lines.append(FilingLine(one.kind, title, one.language, one.author, entry))
    return lines
