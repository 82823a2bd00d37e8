"""Those in the middle: how a neutral is nominated, discloses, takes office and leaves it; and so for an arbitrator.

Law: what the clause says on the choice; UNCITRAL_MED and UNCITRAL2010 11, by which whoever is approached discloses what
may raise doubts. Nobody reads the file of a stage before the disclosure is on record, and nobody reads on after the
mandate has ended. Not modelled: fees, and immunity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from workflows.dispute import papers
from workflows.dispute.beginning import appointed
from workflows.dispute.frame import (
    ARBITRAL,
    ARBITRATOR,
    AUTHORITY,
    AWARDED,
    CONSTITUTION,
    ENDED_STAGE,
    NEUTRALS,
    SEATED,
    nominated,
)  # fmt: skip
from workflows.dispute.limits import appointment_limit, runs, waits_for_neutral
from workflows.dispute.shape import Shape
from workflows.kernel import guards as g
from workflows.kernel.language import (
    ANY_PARTY,
    DISPATCH,
    EVERY_PARTY,
    OFFICE,
    PRODUCT,
    STAY,
    TRACK_PARTY,
    Binding,
    Each,
    Grade,
    Moves,
    Names,
    NoParty,
    On,
    Opens,
    Role,
    Source,
    Step,
)  # fmt: skip
from workflows.ladder import Rung

RULES = Source("UNCITRAL2010", Binding.LAW_A, Grade.M)
NOT_RUNNING = ("not_started", "settled", *ENDED_STAGE)
# fmt: off


def neutral(s: Shape, rung: Rung) -> Iterator[Step]:
    """Row 7: nomination by the parties or by the authority, disclosure, acceptance, and the end of the mandate."""
    role = NEUTRALS.get(rung.stage.kind)
    if role is None:
        return
    yield from _nomination(s, rung, role)
    yield from _office(s, rung, role)
    yield Step(f"end_{rung.stage.kind}", (*s.talks, *SEATED), STAY, role, OFFICE, rung.placed.by.cited,
               papers.Declaration, track=s.on(rung, ("running",), "failed"), stops=runs(rung), tell="all",
               effect="The stage ends without result.")


def _nomination(s: Shape, rung: Rung, role: Role) -> Iterator[Step]:
    name, where = f"nominate_{role.key}", (*s.talks, *SEATED)
    free = ~g.AnyTrack(role.key, ("nominated", "in_office"))
    opened: dict[str, Any] = {"track": s.on(rung, ("running",), STAY), "opens": Opens(role.key, "neutral"),
                              "level": "C1", "tell": "all", "checks": (NoParty("neutral", RULES("11")),),
                              "effect": "Whoever is nominated is told the names of the parties and the subject, and "
                                        "reads nothing else before a disclosure is on record."}
    yield Step(name, where, STAY, Each(), DISPATCH, rung.placed.by.cited, papers.Nomination, when=free, **opened)
    if waits_for_neutral(rung):
        asked = f"ask_authority_for_{role.key}"
        yield Step(asked, where, STAY, ANY_PARTY, DISPATCH, PRODUCT, papers.Asking,
                   names=Names("authority", "authority"), checks=(NoParty("authority"),),
                   track=s.on(rung, ("running",), STAY), file=CONSTITUTION,
                   when=g.Lapsed(appointment_limit(rung)) & ~g.AnyTrack(role.key, ("in_office",)), tell="all",
                   effect="The authority is asked to appoint.")
        yield Step(name, where, STAY, AUTHORITY, OFFICE, PRODUCT, papers.Nomination,
                   when=g.Done(asked) & free, **opened)


def _office(s: Shape, rung: Rung, role: Role) -> Iterator[Step]:
    """From the nomination to the end of the mandate; a party may ask nobody to stay in office."""
    where, kind = (*s.talks, *SEATED), rung.stage.kind
    running = g.TrackIn(("running",), f"stage:{rung.key}")
    waits = (appointment_limit(rung),) if waits_for_neutral(rung) else ()
    yield Step(f"take_office_as_{role.key}", where, STAY, TRACK_PARTY, OFFICE, RULES("11"), papers.Disclosure,
               track=On(role.key, ("nominated",), "in_office"), names=Names(role.key, acting=True), when=running,
               starts=appointed(rung), stops=waits, tell="all", level="C2", file=kind,
               effect="The disclosure is on record and the office is taken; the time of the stage begins, and the "
                      "papers of this stage may be read.")
    over: dict[str, Any] = {"starts": waits, "tell": "all", "level": "C2", "file": kind}
    where = (*s.talks, *ARBITRAL, *s.court)  # an office is left wherever the dispute has gone meanwhile
    yield Step(f"decline_to_be_{role.key}", where, STAY, TRACK_PARTY, OFFICE, PRODUCT, papers.Remark,
               track=On(role.key, ("nominated",), "declined"), **over,
               effect="The nomination is declined; another may be nominated.")
    yield Step(f"resign_as_{role.key}", where, STAY, TRACK_PARTY, OFFICE, PRODUCT, papers.Remark,
               track=On(role.key, ("in_office",), "ended"), **over,
               effect="The mandate ends; nothing that comes later is read any more. Another may be nominated.")
    yield Step(f"end_mandate_of_{role.key}", where, STAY, EVERY_PARTY, DISPATCH, rung.placed.by.cited, papers.Remark,
               track=On(role.key, ("nominated", "in_office"), "ended"), **over,
               effect="The parties end the mandate together; nothing that comes later is read any more.")


def ending_mandates(s: Shape, rows: Iterable[Step]) -> Iterator[Step]:
    """Let the mandate of whoever serves in a stage end with that stage, whichever row ends it."""
    roles = {rung.key: NEUTRALS[rung.stage.kind] for rung in s.rungs if rung.stage.kind in NEUTRALS}
    for row in rows:
        ended = dict.fromkeys(_ended_by(row, roles))
        over = tuple(Moves(role.key, "ended", ("nominated", "in_office")) for role in ended)
        yield replace(row, moves=(*row.moves, *over)) if over else row


def _ended_by(row: Step, roles: dict[str, Role]) -> Iterator[Role]:
    on = row.track
    if on is not None and on.set == "stage" and on.to in NOT_RUNNING and on.key in roles:
        yield roles[on.key]
    for moves in row.moves:
        if moves.set == "stage" and moves.to in NOT_RUNNING:
            yield from (role for key, role in roles.items() if not moves.keys or key in moves.keys)


def arbitrators() -> Iterator[Step]:
    """An arbitrator who takes part here: statement of disclosure first, then the record."""
    sitting = (*ARBITRAL, *AWARDED)
    held: dict[str, Any] = {"tell": "all", "level": "C2", "file": CONSTITUTION}
    yield Step("file_disclosure", sitting, STAY, TRACK_PARTY, OFFICE, RULES("11"), papers.Disclosure,
               track=On("arbitrator", ("named", "disclosed"), "disclosed"), names=Names(ARBITRATOR.key, acting=True),
               **held, effect="Your statement is on record with its date, and you may read the record of the "
                              "arbitration. File it anew when something changes.")
    yield Step("resign_as_arbitrator", sitting, STAY, TRACK_PARTY, OFFICE, RULES("13"), papers.Remark,
               track=On("arbitrator", ("named", "disclosed"), "removed"), **held,
               effect="Your mandate ends. The vacancy of the seat is recorded by a party or the authority.")


__all__ = ["arbitrators", "ending_mandates", "neutral", "nominated"]
