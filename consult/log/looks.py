"""Looks by staff, told to the parties: for each party that may see a paper which staff looked at, an entry in its own
chain and a row of `staff_look`.

A party is told of papers that it may see itself and of no others, so that no entry says what else there is. Public
papers are not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from consult.i18n import _
from consult.log.findings import Finding
from consult.log.own import Own
from consult.models.cases import ACT, CASE_PARTY, CASES, DOCUMENT
from consult.models.watched import STAFF_LOOK
from consult.standing import Standing
from consult.visibility import SEALED, Viewer, act_condition, field_condition
from workflows.kernel.frozen import dataclass

KIND = "staff_read"


@dataclass(frozen=True, slots=True)
class Look:
    """What one party is told of one look: the entry for its chain, and the papers with case and level."""

    entry: Own
    papers: tuple[tuple[int, str, str], ...]
    by: Standing
    access_id: int | None


def looks_at(
    connection: Connection, by: Standing, papers: Mapping[str, str], access_id: int | None, output: str, at: datetime
) -> tuple[Look, ...]:
    """Draw up what each party of the cases concerned is told of papers that staff looked at."""
    acts = [one.removeprefix("act:").rpartition("/") for one in papers if one.startswith("act:")]
    digests = [one.removeprefix("document:") for one in papers if one.startswith("document:")]
    named = {(ref, int(n)) for ref, _bar, n in acts}
    found = []
    for party in _parties(connection, {ref for ref, _n in named}, digests, by.party_key):
        seen = (*_acts(connection, party, named), *_documents(connection, party, digests))
        told = tuple(sorted((case_id, paper, papers[paper]) for case_id, paper in seen))
        if told:
            found.append(Look(_entry(by, party, told, access_id, output, at), told, by, access_id))
    return tuple(found)


def keep_looks(connection: Connection, looks: Sequence[Look], places: Sequence[int]) -> None:
    """Keep what was told, each beside the place of its entry."""
    rows = [
        {
            "party": look.entry.party,
            "case_id": case_id,
            "paper": paper,
            "level": level,
            "person_id": look.by.person_id,
            "office": look.by.office,
            "staff_party": look.by.party_key,
            "access_id": look.access_id,
            "at": look.entry.at,
            "seq": seq,
        }
        for look, seq in zip(looks, places, strict=True)
        for case_id, paper, level in look.papers
    ]
    if rows:
        connection.execute(insert(STAFF_LOOK), rows)


def _entry(
    by: Standing, party: str, told: Sequence[tuple[int, str, str]], access_id: int | None, output: str, at: datetime
) -> Own:
    body: dict[str, Any] = {
        "reader": by.person_id,
        "staff_of": by.party_key,
        "output": output,
        "papers": [[paper, level] for _case, paper, level in told],
    }
    body |= {"access": access_id} if access_id is not None else {}
    return Own(KIND, party, body, at, by={"organ": by.organ_key, "office": by.office}, person=by.names)


def _parties(connection: Connection, refs: set[str], digests: Sequence[str], but: str) -> Sequence[str]:
    """List who takes part in the cases of the papers, but for the staff's own party."""
    of_documents = select(DOCUMENT.c.case_id).where(DOCUMENT.c.digest.in_(digests), DOCUMENT.c.act_n.is_not(None))
    query = select(CASE_PARTY.c.party).distinct().join(CASES, CASES.c.id == CASE_PARTY.c.case_id)
    concerned = CASES.c.ref.in_(sorted(refs)) | CASES.c.id.in_(of_documents)
    return sorted(connection.execute(query.where(concerned, CASE_PARTY.c.party != but)).scalars())


def _acts(connection: Connection, party: str, named: set[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """Give the acts among those looked at that a party may see; act 0 is the case, known to whoever takes part."""
    refs = sorted({ref for ref, _n in named})
    joined = select(CASES.c.id, CASES.c.ref, ACT.c.n).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    seen = joined.where(CASES.c.ref.in_(refs), act_condition(Viewer(party)))
    for row in connection.execute(seen):
        if (row.ref, row.n) in named:
            yield row.id, f"act:{row.ref}/{row.n}"
    if any(n == 0 for _ref, n in named):
        in_it = select(CASES.c.id, CASES.c.ref).join(CASE_PARTY, CASE_PARTY.c.case_id == CASES.c.id).distinct()
        for case_id, ref in connection.execute(in_it.where(CASES.c.ref.in_(refs), CASE_PARTY.c.party == party)).all():
            if (ref, 0) in named:
                yield case_id, f"act:{ref}/0"


def _documents(connection: Connection, party: str, digests: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give the documents among those looked at that a party may have."""
    if not digests:
        return
    viewer = Viewer(party)
    joined = DOCUMENT.join(CASES, CASES.c.id == DOCUMENT.c.case_id).join(
        ACT, (ACT.c.case_id == CASES.c.id) & (ACT.c.n == DOCUMENT.c.act_n)
    )
    query = select(CASES.c.id, DOCUMENT.c.digest).distinct().select_from(joined)
    may = DOCUMENT.c.digest.in_(digests), act_condition(viewer), field_condition(viewer, DOCUMENT.c.level)
    for row in connection.execute(query.where(*may, (CASES.c.existence != SEALED) | (ACT.c.level == SEALED))):
        yield row.id, f"document:{row.digest}"


def look_findings(connection: Connection, entry: Any, body: Mapping[str, Any]) -> Iterator[Finding]:
    """Report where the rows of a look are not what its entry sealed."""
    rows = connection.execute(select(STAFF_LOOK).where(STAFF_LOOK.c.seq == entry.seq)).all()
    kept = {(row.party, row.person_id, row.staff_party, row.paper, row.level, row.access_id) for row in rows}
    whose = entry.party, body["reader"], body["staff_of"]
    sealed = {(*whose, paper, level, body.get("access")) for paper, level in body["papers"]}
    if kept != sealed or any(row.at != entry.recorded_at for row in rows):
        yield Finding(
            "look-differs", entry.seq, _("Looks by staff are not those that entry %(s)s sealed.", s=entry.seq)
        )
