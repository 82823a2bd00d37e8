"""The formal paper of an act: what was filed, as one reader may read it, written as the document of its form.

A paper is written from the record each time; nothing of it is stored. An act without a filing has none, and one that a
reader may not see is unknown. What does not stand as it was filed, words or annexes, is refused.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from consult import casebook
from consult.casebook.entries import is_whole
from consult.casebook.writers import correspondents, require_as_filed
from consult.citations import law
from consult.docket import Seen
from consult.documents import formal
from consult.documents.formal import FormalPaper, Record, Signed, Writer
from consult.i18n import _, speaking
from consult.pages.cases.lines import mark_of
from consult.pages.formal.beginning import annexes, begun, cited, stakes
from consult.pages.formal.values import Asked, Held, Taken, name_file
from consult.pages.formal.writers import addressed, called, day_of, place_of, signed_by, writer_of
from consult.refusals import Closed, Unknown
from consult.visibility import Viewer, membership_of
from workflows.kernel.acts import HAND, Act
from workflows.kernel.editions import digest_of
from workflows.kernel.fields import AGREED, DECISION, LETTER, FilingSpec
from workflows.kernel.paper_forms import form_of_paper, hands_on, row_of_act
from workflows.kernel.rooms import is_lifted, is_without_prejudice
from workflows.kernel.words import Binding, Citation


def paper_of_act(conn: Connection, viewer: Viewer, seen: Seen, n: int, asked: Asked) -> Taken:
    """Write the paper of an act of a case that a viewer sees; Unknown where there is no such paper for this reader,
    Closed where none of its words is left to read, Changed where it or an annex is not what was filed."""
    entry = casebook.entry_of(conn, viewer, seen.row, n)
    procedure, paper, act = seen.procedure_of(n), entry.paper, entry.act
    row = row_of_act(procedure, act, (paper.body or {}) if paper else ())
    if paper is None or row is None or row.filing is None:
        raise Unknown
    form = form_of_paper(procedure, row)
    body = _readable(conn, viewer, seen, entry, row.filing)
    hands = _hands(conn, seen, viewer, entry) if form == AGREED else (act,)
    told = act.told if paper.party == viewer.party else _served(conn, viewer, entry.row)
    parties = {*told, act.party, act.principal, *(one.principal for one in hands), *stakes(conn, seen, viewer)}
    parties |= set(act.represented_by[1:2])
    held = Held(seen, viewer, row, form, row.filing, body, act.level, correspondents(conn, parties))
    with speaking(asked.language) as language:
        begins = begun(conn, held, asked, paper.language, language)
        written = _of_act(conn, held, begins, entry, paper, hands, told, asked)
        name = name_file(seen.row.ref, str(n), row.key, language)
        return Taken(formal.write(written), name, casebook.unopened_by(conn, viewer, entry.row))


def _readable(
    conn: Connection, viewer: Viewer, seen: Seen, entry: casebook.Entry, spec: FilingSpec
) -> Mapping[str, Any]:
    """Give the words of a paper that a viewer may read, once they are known to be those that were filed."""
    if entry.paper is None:
        raise Unknown
    require_as_filed(conn, entry.row.id)
    if entry.paper.body is None and entry.paper.is_struck:
        raise Closed(_("This paper is struck from the record; its digest, and who struck it and why, stay there."))
    if entry.paper.body is None:
        raise Closed(_("The words of this paper were erased; the record keeps their digest alone."))
    body = casebook.readable(entry.paper, spec, viewer, membership_of(conn, viewer, seen.row))
    if not body and entry.paper.body:
        raise Closed(_("None of the words of this paper is open to you."))
    return body


def _hands(conn: Connection, seen: Seen, viewer: Viewer, entry: casebook.Entry) -> tuple[Act, ...]:
    """Give the hands on a text, those that this reader may see."""
    acts = [one.act for one in casebook.papers_of(conn, viewer, seen.row, {entry.act.step})]
    return hands_on(acts, entry.act)


def _served(conn: Connection, viewer: Viewer, act: Any) -> tuple[str, ...]:
    """Name the addressees of an act as far as its service tells this reader of them."""
    return tuple(dict.fromkeys(one.party for one in casebook.services_of(conn, viewer, act)))


def _of_act(
    conn: Connection,
    held: Held,
    common: FormalPaper,
    entry: casebook.Entry,
    paper: casebook.FiledPaper,
    hands: Sequence[Act],
    told: Collection[str],
    asked: Asked,
) -> FormalPaper:
    """Put the paper of an act together.

    Long because: one line a field that the record gives it.
    """
    act, seen, level = entry.act, held.seen, held.seen.procedure.level
    registered = bool(act.on_behalf_of and act.on_behalf_of != act.party)
    membership = membership_of(conn, held.viewer, seen.row)
    whole = is_whole(held.spec, paper, held.viewer, membership)
    digest = act.digest if paper.party == held.viewer.party else digest_of(held.body)
    address = f"{asked.host}/cases/{seen.row.ref}/acts/{act.n}"
    marks = [*common.marks, *_marks_of(entry)]
    if act.kind == HAND:
        marks.append(_("Not signed by all"))
    if is_without_prejudice(seen.procedure_of(act.n), act) and not is_lifted(seen.case, act):
        marks.append(_("Without prejudice"))
    return replace(
        common,
        form=LETTER if registered else common.form,
        number=f"{seen.row.ref}/{act.n}",
        sender=_sender(held, act),
        addressees=addressed(held.known, set(told) - {act.party, act.principal}, level),
        annexes=annexes(conn, held, asked.open),
        basis=tuple(cited(_graded(held, *provision) for provision in act.basis)),
        short=frozenset(str(Citation(i, p)) for i, p, _b in act.basis),
        signed=_sides(held, hands, is_waiting=act.kind == HAND),
        marks=tuple(marks),
        digest=digest,
        place="" if registered else place_of(held.known, act.party, act.organ),
        dated=day_of(act, held.known),
        presented_by=called(held.known.get(by), by) if (by := "".join(act.represented_by[1:2])) else "",
        on_behalf_of=called(held.known.get(act.principal), act.principal) if registered else "",
        is_whole=whole,
        record=Record(
            n=act.n,
            recorded_at=act.at,
            on=act.on,
            day=act.day,
            digest=digest,
            is_part=digest != act.digest,
            address=address,
            proof=f"{address}/receipt",
            entry=f"{asked.host}/audit/entries/{entry.seq}" if entry.seq is not None else "",
        ),
    )


def _marks_of(entry: casebook.Entry) -> tuple[str, ...]:
    """Say on a paper that it is sealed or struck now, for those who still read it."""
    marks = {"sealed": _("Sealed"), "struck": _("Struck from the record")}
    return tuple(filter(None, (marks.get(mark_of(entry.row)),)))


def _graded(held: Held, instrument: str, provision: str, binding: str) -> Citation:
    """Give a provision that an act keeps with the grade that its row gives it."""
    plain = Citation(instrument, provision, Binding(binding))
    same = (one for one in held.row.under if (one.instrument, one.provision) == (instrument, provision))
    return plain.graded(next((one.grade for one in same), plain.grade))


def _sides(held: Held, hands: Sequence[Act], *, is_waiting: bool) -> tuple[Signed, ...]:
    """Give who has agreed to a text, and of one that waits for others that it does."""
    laid = signed_by(held.known, hands)
    return (*laid, Signed(_("the others whose agreement it needs"))) if is_waiting else laid


def _sender(held: Held, act: Act) -> Writer:
    """Give who sends the paper; of a decision, in the words of the office that decides."""
    writer = writer_of(held.known, act.party, act.organ, act.office, held.seen.procedure.level)
    if held.form != DECISION:
        return writer
    roles = held.row.by.roles()
    titles = (
        r.title
        for r in held.seen.procedure.roles
        if r.key in roles and act.party in held.seen.case.parties.get(r.key, ())
    )
    return replace(writer, said=law(next((title for title in titles if title), "")) or writer.said)
