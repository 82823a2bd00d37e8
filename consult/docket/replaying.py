"""Replay: every case recomputed from its acts and its edition, and compared with what the database says of it.

Used with the verification of the log: there each entry's openings are compared with the act they belong to, here the
acts are folded and the result is compared with the cached state, the tracks, the deadlines and the summary, and what
they filed of an activity with its entry in the register. What today's tables would say plays no part.
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from consult.clearing.recorded import clearance_findings
from consult.docket.editions import Editions
from consult.docket.following import replayed, row_of_case, rows_unlike
from consult.docket.levels import level_findings
from consult.docket.links import linked_findings
from consult.docket.listed import count_strayed, listed_wrong
from consult.docket.moving import first_edition
from consult.docket.opening import opened
from consult.docket.registered import registered_findings
from consult.docket.signed import Signatures
from consult.i18n import _
from consult.log.beside import EntryOpenings, beside_findings
from consult.log.findings import Finding
from consult.log.recovering import recovered
from consult.log.verify import Record
from consult.lunar.checking import version_findings
from consult.models.cases import ACT, ACT_LEAF, CASES
from consult.people.keys import all_keys
from consult.people.recorded_accesses import access_findings
from consult.people.recorded_mandates import mandate_findings
from consult.people.recorded_representations import representation_findings
from consult.people.recorded_substitutions import substitution_findings
from consult.people.recorded_tokens import token_findings
from consult.people.registered_keys import key_findings
from workflows.kernel.case import Act, Case
from workflows.kernel.summaries import dump

CHUNK, LAST = 500, 2**63 - 1
_SEALED = (
    select(func.count())
    .select_from(ACT.join(ACT_LEAF, ACT.c.id == ACT_LEAF.c.act_id))
    .where(ACT.c.case_id == bindparam("of"))
)
CALLED = {"n": "number of acts"}
"""What columns of a case are called, where not by their names."""


def replay_cases(connection: Connection, *, lists: bool = True) -> Iterator[Finding]:
    """Fold the acts of every case and report each difference from what is stored beside it, and from the `lists` of
    parties, which repeat that and can be made anew."""
    editions = Editions()
    after = 0
    while rows := connection.execute(select(CASES).where(CASES.c.id > after).order_by(CASES.c.id).limit(CHUNK)).all():
        for row in rows:
            yield from replay_case(connection, editions, row, lists=lists)
        after = rows[-1].id
    if lists and (strayed := count_strayed(connection)):
        sentence = _(
            "%(n)s rows of the lists of parties lead to no limit that ends there, or to a case in which the party has "
            "no role.",
            n=strayed,
        )
        yield Finding("replay-differs", None, sentence)
    yield from version_findings(connection)
    yield from beside_findings(connection)
    yield from key_findings(connection)
    yield from mandate_findings(connection)
    yield from representation_findings(connection)
    yield from substitution_findings(connection)
    yield from token_findings(connection)
    yield from clearance_findings(connection)
    yield from access_findings(connection)


def replay_case(connection: Connection, editions: Editions, row: Any, *, lists: bool = True) -> Iterator[Finding]:
    """Fold the acts of one case and compare."""
    stored = connection.execute(select(ACT.c.n, ACT.c.body).where(ACT.c.case_id == row.id).order_by(ACT.c.n)).all()
    try:
        acts = [Act.from_json(json.loads(act.body)) for act in stored]
        cases = replayed(opened_case(connection, editions, row, acts), acts, partial(editions.of, connection))
    except (KeyError, ValueError, TypeError, IndexError) as fault:
        sentence = _("The acts of case %(ref)s do not follow from each other: %(fault)s.", ref=row.ref, fault=fault)
        yield Finding("replay-fails", None, sentence)
        return
    yield from linked_findings(connection, editions, row, acts)
    yield from level_findings(connection, row, acts)
    yield from registered_findings(connection, cases[-1].procedure, row, stored)
    unlike = list(_differences(connection, row, cases, acts))
    if lists and (lost := listed_wrong(connection, row.id, waits=bool(cases[-1].pending))):
        unlike.append(("what its parties' lists do not find", 0, lost))
    for what, now, was in unlike:
        sentence = _(
            "Case %(ref)s: %(what)s is stored as %(was)s and follows from the acts as %(now)s.",
            ref=row.ref,
            what=what,
            was=was,
            now=now,
        )
        yield Finding("replay-differs", None, sentence)


def opened_case(connection: Connection, editions: Editions, row: Any, acts: list[Act]) -> Case:
    """Give the case as its opening, the first of all its acts, left it, under the edition of that day."""
    procedure, act = editions.of(connection, first_edition(row.edition, acts)), acts[0]
    parties: dict[str, tuple[str, ...]] = {}
    for effect in act.effects_of("party"):
        parties[effect[1]] = (*parties.get(effect[1], ()), effect[2])
    facts = {effect[1]: effect[2] for effect in act.effects_of("fact")}
    return opened(procedure, parties, act.on, facts)


def _differences(
    connection: Connection, row: Any, cases: Sequence[Case], acts: Sequence[Act]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what differs: its name, what follows from the acts, what is stored."""
    case = cases[-1]
    for name, now in row_of_case(cases[0], case, acts).items():
        if now != (was := getattr(row, name)):
            yield CALLED.get(name, name), now, was
    if case.n + 1 != (sealed := connection.execute(_SEALED, {"of": row.id}).scalar_one()):
        yield "number of sealed acts", case.n + 1, sealed
    yield from rows_unlike(connection, row.id, cases, acts)
    if json.loads(dump(case)) != json.loads(row.summary):
        yield "summary", "another", "one"


class Openings:
    """Compares the openings of each log entry with the act, or with the record beside acts, that it belongs to; called
    with every entry, in order."""

    def __init__(self, connection: Connection) -> None:
        """Keep the connection, and read acts in runs ahead of the entries."""
        self.connection, self.signatures = connection, Signatures(all_keys(connection))
        self.ahead: dict[int, Any] = {}
        self.last = -1
        self.recovered = recovered(connection)
        self.beside = EntryOpenings(connection)

    def __call__(self, record: Record) -> Iterator[Finding]:
        """Compare one entry."""
        act, entry = self._act(record.seq), self.beside.find(record.seq)
        if entry is not None:
            yield from self.beside.compare(record, entry)
        elif act is None and not any(record.seq in each for each in self.recovered):  # such a one has lost its act
            sentence = _("Entry %(seq)s belongs to no act and to nothing recorded beside acts.", seq=record.seq)
            yield Finding("act-missing", record.seq, sentence)
        if act is not None:
            yield from self._compare(record, act)
            if entry is not None:
                sentence = _("Entry %(seq)s belongs to an act and to something else as well.", seq=record.seq)
                yield Finding("entry-doubled", record.seq, sentence)

    def _compare(self, record: Record, act: Any) -> Iterator[Finding]:
        rest = record.fields.get("rest")
        if rest is not None and {k: v for k, v in rest.items() if k not in ("zone_data", "opening")} != json.loads(
            act.body
        ):
            yield Finding(
                "act-differs",
                record.seq,
                _("Act %(n)s of case %(ref)s is not what entry %(seq)s sealed.", n=act.n, ref=act.ref, seq=record.seq),
            )
        opening = (rest or {}).get("opening", {})
        if opening.get("exercise", act.exercise) != act.exercise:
            sentence = _(
                "Case %(ref)s is stored as an exercise, or as none, unlike entry %(seq)s says.",
                ref=act.ref,
                seq=record.seq,
            )
            yield Finding("act-differs", record.seq, sentence)
        if record.fields.get("case", act.ref) != act.ref:
            yield Finding(
                "act-case",
                record.seq,
                _("Entry %(seq)s was sealed for another case than %(ref)s.", seq=record.seq, ref=act.ref),
            )
        yield from self.signatures(record, Act.from_json(json.loads(act.body)), act.ref)

    def _act(self, seq: int) -> Any:
        if seq > self.last:
            query = (
                select(ACT_LEAF.c.seq, ACT.c.n, ACT.c.body, CASES.c.ref, CASES.c.exercise)
                .select_from(ACT_LEAF.join(ACT, ACT.c.id == ACT_LEAF.c.act_id).join(CASES))
                .where(ACT_LEAF.c.seq >= seq)
                .order_by(ACT_LEAF.c.seq)
                .limit(CHUNK)
            )
            rows = self.connection.execute(query).all()
            self.ahead = {row.seq: row for row in rows}
            self.last = rows[-1].seq if len(rows) == CHUNK else LAST
        return self.ahead.pop(seq, None)
