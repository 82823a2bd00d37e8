"""A text that parties draft together, as one viewer may read it: its versions and what was said on their clauses."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from consult.casebook.entries import papers_of, readable
from consult.casebook.values import Entry
from consult.visibility import Viewer, membership_of
from workflows.kernel.acts import STEP
from workflows.kernel.assents import ClauseStanding, Opinion, Version, standing
from workflows.kernel.frozen import dataclass
from workflows.kernel.joint_text import CLAUSES, FOLLOWS, VERSION, Clause, clauses_of
from workflows.kernel.procedure import Procedure
from workflows.kernel.sheet_of_text import ASSENT, DRAFTING, TABLE, WITHHOLD, TextSheet


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature by all hands: its act, and the clauses that were signed."""

    entry: Entry
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a viewer may read of a text: versions and opinions in the order of the record, and signatures."""

    versions: tuple[Version, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    signed: tuple[Signed, ...] = ()

    @property
    def present(self) -> Version | None:
        """The last version that the viewer may read."""
        return self.versions[-1] if self.versions else None

    @property
    def standing(self) -> tuple[ClauseStanding, ...]:
        """Where each clause of the last version stands."""
        return standing(self.versions, self.opinions)

    def version(self, n: int) -> Version | None:
        """Find a version by the act that tabled it."""
        return next((one for one in self.versions if one.n == n), None)


def text_drafted(
    conn: Connection, viewer: Viewer, case: Any, procedure: Procedure, sheet: TextSheet, track: str = ""
) -> Drafted:
    """Read the text of a case, or of one track of it."""
    membership = membership_of(conn, viewer, case)
    versions, opinions, signed = [], [], []
    for entry in papers_of(conn, viewer, case, sheet.steps):
        act, paper = entry.act, entry.paper
        spec = next((row.filing for row in procedure.rows[act.step] if row.filing), None)
        here = (act.step not in DRAFTING and not sheet.set) or (act.track or "") == track
        if act.kind != STEP or not here or paper is None or paper.body is None or spec is None:
            continue
        body = readable(paper, spec, viewer, membership)
        if act.step == TABLE:
            versions.append(Version(act.n, act.principal, act.on, clauses_of(body), str(body.get("note") or "")))
        elif act.step in DRAFTING:
            opinions.append(_opinion(entry, body))
        else:
            signed.append(Signed(entry, clauses_of(body)))
    return Drafted(tuple(versions), tuple(opinions), tuple(signed))


def _opinion(entry: Entry, body: dict[str, Any]) -> Opinion:
    act, assents = entry.act, entry.act.step == ASSENT
    words = str(body.get("remark" if assents else "reasons") or "")
    return Opinion(act.n, act.principal, act.on, int(body[VERSION]), tuple(_named(body)), assents, words)


def _named(body: dict[str, Any]) -> Iterator[str]:
    return (str(one.get("key", "")).strip() for one in body.get(CLAUSES, ()))


def first_words(text: Drafted, step: str) -> dict[str, Any]:
    """Begin a paper on a text with the words on the table: a new version and a signature with all clauses, assent or
    assent withheld with the version alone, since which clauses it concerns is for its writer to choose."""
    if text.present is None:
        return {}
    if step in (ASSENT, WITHHOLD):
        return {VERSION: text.present.n}
    clauses: dict[str, Any] = {CLAUSES: _as_filed(text.present)}
    return {FOLLOWS: text.present.n, **clauses} if step == TABLE else clauses


def _as_filed(version: Version) -> list[dict[str, str]]:
    """Write the clauses as a filing holds them, so that the same words have the same digest."""
    return [{"key": c.key} | ({"heading": c.heading} if c.heading else {}) | {"text": c.text} for c in version.clauses]


__all__ = ["Drafted", "Signed", "first_words", "text_drafted"]
