"""Notices as one's own party may read them, taken away with where they stand in the log: its own, and those that were
served on it and that it has opened. To take a paper away is to read it, so that one that nobody of the party has opened
is named and not given: opening is an act of the party, and proves receipt.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from consult import casebook
from consult.casebook.entries import is_whole
from consult.docket import Docket
from consult.docket.prepared import choosable
from consult.documents import Store
from consult.documents.rows import ERASED, digests_in
from consult.exchange.notices.firsts import notice_steps, telling_steps
from consult.exchange.notices.values import LeftOut, NamedDocument, NoticesFile, NoticeValue, Provenance
from consult.i18n import _
from consult.log import reads
from consult.models.audit import audit_leaf
from consult.models.cases import ACT, CASES
from consult.models.levels import LEVEL
from consult.visibility import Viewer, act_condition, membership_of
from workflows.kernel.acts import STEP
from workflows.kernel.editions import digest_of
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import Procedure
from workflows.kernel.subjects import FACT, subjects_of
from workflows.kernel.summaries import load

LARGEST_CONTENTS = 20_000_000
"""Bytes of documents that one file takes along; what is beyond is named by its digest alone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of notices, and the reference after which the next one starts (None at the end)."""

    file: NoticesFile
    following: str | None


@dataclass(slots=True)
class _Taking:
    """For whom notices are taken, from where, and how many bytes of documents may still come along."""

    conn: Connection
    docket: Docket
    viewer: Viewer
    store: Store | None
    left: int = LARGEST_CONTENTS


def export_notices(
    conn: Connection,
    docket: Docket,
    viewer: Viewer,
    at: datetime,
    narrowed: Mapping[str, Any],
    *,
    before: str | None = None,
    size: int = casebook.PAGE_SIZE,
    store: Store | None = None,
) -> Taken:
    """Give the notices of so many cases, narrowed as a list of cases is; with a store their documents come along."""
    listed = casebook.list_cases(conn, viewer, before=before, size=size, **narrowed)
    taking = _Taking(conn, docket, viewer, store)
    found = [one for row in listed.rows if (one := _of_case(taking, row)) is not None]
    file = NoticesFile(
        format="consult.notices/1",
        origin=docket.host,
        taken_at=_instant(at),
        notices=[one for one in found if isinstance(one, NoticeValue)],
        left_out=[one for one in found if isinstance(one, LeftOut)],
    )
    return Taken(file, listed.following)


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _of_case(taking: _Taking, row: Any) -> NoticeValue | LeftOut | None:
    """Give the notice of a case: the first one that tells others, else of a case of one's own the first one."""
    procedure = taking.docket.editions.of(taking.conn, row.edition)
    act = _first_act(taking, row, procedure)
    if act is None:
        return None
    if act.party != taking.viewer.party and casebook.unopened_by(taking.conn, taking.viewer, act):
        why = _("Nobody of your party has opened it yet. Open it to have it.")
        reads.note(taking.conn, reads.act_paper(row.ref, act.n), act.level)
        return LeftOut(ref=row.ref, act=act.n, why=why)
    entry = casebook.entry_of(taking.conn, taking.viewer, row, act.n)
    if entry.paper is None or entry.paper.body is None:
        return LeftOut(ref=row.ref, act=act.n, why=_("Its words were erased."))
    return _notice(taking, row, entry)


def _first_act(taking: _Taking, row: Any, procedure: Procedure) -> Any:
    """Find the act of the notice, of those that may be seen; of what others have not told there is none."""
    steps, telling = sorted(notice_steps(procedure)), telling_steps(procedure)
    columns = (ACT.c.id, ACT.c.n, ACT.c.step, ACT.c.party, LEVEL.label("level"))
    query = select(*columns).select_from(ACT.join(CASES, CASES.c.id == ACT.c.case_id))
    query = query.where(
        ACT.c.case_id == row.id, ACT.c.kind == STEP, ACT.c.step.in_(steps), act_condition(taking.viewer)
    )
    found: Sequence[Any] = taking.conn.execute(query.where(ACT.c.party == row.filer).order_by(ACT.c.n)).all()
    return next((one for one in found if one.step in telling), found[0] if found else None)


def _notice(taking: _Taking, row: Any, entry: casebook.Entry) -> NoticeValue:
    """Write a notice. Long because: one line a member, in the order in which it is read."""
    conn, viewer, paper, act = taking.conn, taking.viewer, entry.paper, entry.act
    if paper is None:
        raise RuntimeError("a notice has a paper")
    case = load(taking.docket.editions.of(conn, row.edition), row.summary)
    spec, membership = notice_steps(case.procedure)[act.step], membership_of(conn, viewer, row)
    filing = casebook.readable(paper, spec, viewer, membership)
    whole, own = is_whole(spec, paper, viewer, membership), paper.party == viewer.party
    form = taking.docket.forms.get(row.procedure)
    usual = form.subjects if form else ()
    subjects = subjects_of(case.facts, usual) if FACT in case.facts else None
    return NoticeValue(
        ref=row.ref,
        act=act.n,
        party=paper.party,
        procedure=row.procedure,
        step=act.step,
        edition=row.edition,
        title=str(row.title or "") if own else "",
        terms=_terms(taking, case.procedure),
        subjects=None if subjects is None else list(subjects),
        exercise=bool(row.exercise),
        filing=filing,
        documents=list(_documents(taking, row, filing)),
        provenance=Provenance(
            recorded_at=_instant(act.at),
            level=act.level,
            digest=act.digest if own else digest_of(filing),
            log_entry=entry.seq,
            leaf=_leaf(conn, entry.seq),
            part=not whole,
        ),
    )


def _terms(taking: _Taking, procedure: Procedure) -> dict[str, str]:
    """Give the terms that were chosen other than the procedure's own."""
    form = taking.docket.forms.get(procedure.key)
    given = {one.name: procedure.terms.get(one.name, one.default) for one in (choosable(form) if form else ())}
    defaults = {one.name: one.default for one in (choosable(form) if form else ())}
    return {name: str(value) for name, value in given.items() if value != defaults[name]}


def _leaf(conn: Connection, seq: int | None) -> str | None:
    """Give the hash of a leaf of the log, by which anybody who holds a receipt finds it."""
    found = None if seq is None else conn.execute(select(audit_leaf.c.hash).where(audit_leaf.c.seq == seq)).scalar()
    return None if found is None else bytes(found).hex()


def _documents(taking: _Taking, row: Any, filing: Mapping[str, Any]) -> list[NamedDocument]:
    named = digests_in(filing)
    rows = [one for one in casebook.documents_of(taking.conn, taking.viewer, row) if one.digest in named]
    first = {one.digest: one for one in reversed(rows)}
    return [_document(taking, first[digest]) for digest in sorted(first)]


def _document(taking: _Taking, one: Any) -> NamedDocument:
    """Write a document, with its bytes as long as there is room for them."""
    content = None
    if taking.store is not None and one.size <= taking.left and one.name != ERASED:
        reads.note(taking.conn, reads.document_paper(one.digest), max(one.level, one.act_level or ""))
        content = base64.b64encode(taking.store.open(one.digest)).decode()
        taking.left -= one.size
    return NamedDocument(digest=one.digest, name=one.name, level=one.level, language=one.language, content=content)
