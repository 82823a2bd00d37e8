"""The sheet of a submission: from it the product knows, without knowing the procedure, what the report is to cover,
what others allowed to be told of them, and what is said of its wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .frozen import dataclass
from .sheets import Findings, Sheet, unknown_fields, unknown_states, unknown_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSheet(Sheet):
    """A submission made from the record: everything in the procedure's own keys.

    ``scoped`` are the steps whose last filing gives the scope, and these questions of it: ``body``, ``session`` (a key
    of a known one, as ``STSC-64``, or ``elsewhere``, with the session told in ``session_told``), ``item`` and
    ``item_told`` likewise, ``kind``, ``since`` and ``until``, ``cases`` (a list whose entries give a case's reference
    under ``case_ref``; empty for all that the author may tell of), ``joint`` authors, ``heading`` and ``language``.

    ``set`` are the tracks of those whose information is in it, and ``told`` the states in which it may be told;
    ``asked`` is the step that asks one for consent and names its cases in the list ``asked_cases``, ``consented`` the
    steps by which it consents to some or all. Where the paper of such a step has the list ``allowed``, only those cases
    may be told. The last act of either kind on a track counts, and only while the track is in one of ``told``.

    ``objected`` are the steps by which another State objects to the wording, ``answered`` those that answer it, the two
    on one track; each says it in ``words``, and whoever objects wishes its words to stand in the report. ``issued`` are
    the steps that give the document a symbol or another one, in ``symbol``, and ``dated`` the day of it. ``built`` is
    the step that enters the report as it was built: ``digest`` names its document. ``ready`` are the states of the case
    in which a report can be built.
    """

    scoped: tuple[str, ...]
    body: str
    session: str
    session_told: str
    item: str
    item_told: str
    kind: str
    since: str
    until: str
    cases: str
    case_ref: str
    joint: str
    heading: str
    language: str
    elsewhere: str
    set: str
    told: tuple[str, ...]
    asked: str
    asked_cases: str
    consented: tuple[str, ...]
    allowed: str
    objected: tuple[str, ...]
    answered: tuple[str, ...]
    words: str
    issued: tuple[str, ...]
    symbol: str
    dated: str
    built: str
    digest: str
    ready: tuple[str, ...]

    @property
    def scope(self) -> tuple[str, ...]:
        """Name every question that gives the scope."""
        return (
            self.body, self.session, self.session_told, self.item, self.item_told, self.kind, self.since, self.until,
            self.cases, self.joint, self.heading, self.language,
        )  # fmt: skip

    def findings(self, procedure: Procedure) -> Findings:
        """Every step, question, track set and state that it names is there."""
        yield from unknown_states(procedure, self.set, self.told)
        for step in self.scoped:
            yield from _asked(procedure, step, self.scope)
        for step, names in (
            (self.asked, (self.asked_cases,)),
            *((step, (self.words,)) for step in (*self.objected, *self.answered)),
            (self.built, (self.digest,)),
            *((step, (self.symbol, self.dated)) for step in self.issued),
        ):
            yield from _asked(procedure, step, names)
        yield from unknown_steps(procedure, self.consented)
        yield from self._parts(procedure)
        stray = set(self.ready) - {state.key for state in procedure.states}
        yield from (f"there is no state “{key}”" for key in sorted(stray))

    def _parts(self, procedure: Procedure) -> Iterator[str]:
        """Say where a case is not named in a list, or where no consent can be for some cases alone."""
        lists = [(step, self.cases) for step in self.scoped] + [(self.asked, self.asked_cases)]
        there = (step for step in self.consented if step in procedure.rows)
        partly = [step for step in there if not list(unknown_fields(procedure, step, (self.allowed,)))]
        if not partly:
            yield f"no step of consent asks “{self.allowed}”"
        for step, name in (*lists, *((step, self.allowed) for step in partly)):
            for row in procedure.rows.get(step, ()):
                spec = row.filing.field(name) if row.filing else None
                if spec is not None and self.case_ref not in {part.key for part in spec.of}:
                    yield f"“{step}” lists no “{self.case_ref}” under “{name}”"


def _asked(procedure: Procedure, step: str, names: tuple[str, ...]) -> Findings:
    """Say that a step is not there, else what it does not ask."""
    yield from unknown_steps(procedure, (step,))
    yield from unknown_fields(procedure, step, names)
