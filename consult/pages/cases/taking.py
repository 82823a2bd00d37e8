"""A case that is taken away: its entries in sentences and readable papers, and the page on which a set is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from sqlalchemy import Connection

from consult import casebook, i18n
from consult.citations import law
from consult.docket import Docket, Seen
from consult.documents.offline import page_html
from consult.forms import DocumentChoice, ReadField
from consult.i18n import _
from consult.log.bundles import who_may_have
from consult.log.evidence import Evidence, Line, evidence_of_case, read_entries
from consult.log.indexing import Taken, name_documents
from consult.log.packing import TooMany
from consult.pages.cases.lines import level_note, say_act, title_of_case
from consult.pages.cases.papers import read_paper
from consult.refusals import Closed
from consult.reports.scope import Reach
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SetLine:
    """One set in which the case may be taken: what is in it, who may be given it, or why it cannot be taken."""

    key: str
    title: str
    who: str
    refusal: str = ""
    entries: int = 0
    whole: int = 0
    in_part: int = 0
    documents: int = 0
    size: int = 0
    chains: int = 0
    has_edition: bool = False


@dataclass(frozen=True, slots=True)
class TakePage:
    """The page on which somebody takes a case away."""

    title: str
    ref: str
    case_title: str
    exercise: bool
    level_note: str
    sets: tuple[SetLine, ...]


def take_page(conn: Connection, docket: Docket, standing: Standing, ref: str, now: datetime) -> TakePage:
    """Draw up what each set of a case would hold; Unknown for a case that may not be seen."""
    seen = docket.see(conn, standing, ref, now)
    viewer = Viewer.of(standing)
    try:
        entries = read_entries(conn, viewer, seen.row)
        sets = tuple(_line(conn, viewer, seen, reach, entries) for reach in Reach)
    except TooMany as fault:
        sets = tuple(SetLine(str(reach), _title(reach), who_may_have(reach), str(fault)) for reach in Reach)
    title = _("Take this case away")
    return TakePage(title, ref, title_of_case(seen.row), bool(seen.row.exercise), level_note(seen), sets)


def _title(reach: Reach) -> str:
    return {
        Reach.FULL: _("All that you may see"),
        Reach.PARTIES: _("For the parties to the case"),
        Reach.PUBLIC: _("For everybody"),
    }[reach]


def _line(conn: Connection, viewer: Viewer, seen: Seen, reach: Reach, entries: Sequence[casebook.Entry]) -> SetLine:
    """Count what a set would hold."""
    line = SetLine(str(reach), _title(reach), who_may_have(reach))
    try:
        held = evidence_of_case(conn, viewer, seen.row, seen.procedure, reach, seen.procedure_of, entries)
    except Closed as fault:
        return replace(line, refusal=fault.sentence)
    papers = [one.paper for one in held.lines if one.paper and one.paper.words is not None]
    return replace(
        line,
        entries=len(held.lines),
        whole=sum(bool(paper.digest) for paper in papers),
        in_part=sum(not paper.digest for paper in papers),
        documents=len(held.attachments),
        size=sum(each.size for each in held.attachments),
        chains=len(held.chains),
        has_edition=bool(held.editions),
    )


def case_evidence(conn: Connection, viewer: Viewer, seen: Seen, reach: Reach) -> Evidence:
    """Gather a set of a case with its entries in sentences and its papers to be read."""
    held = evidence_of_case(conn, viewer, seen.row, seen.procedure, reach, seen.procedure_of)
    names = casebook.party_names(conn)
    paths = name_documents(held.attachments)
    choices = [
        DocumentChoice(d.digest, d.name, d.media, d.size, d.language, d.level, f"../{paths[d.digest]}")
        for d in held.attachments
    ]
    lines = tuple(_told(line, seen, names, choices) for line in held.lines)
    return replace(held, lines=lines)


def _told(line: Line, seen: Seen, names: Mapping[str, str], choices: Sequence[DocumentChoice]) -> Line:
    """Put an entry into a sentence and its paper under its questions."""
    if line.entry is None:
        return line
    act = line.entry.act
    sentence = say_act(seen.procedure_of(act.n), act, casebook.said_names(names))
    if line.paper is None or line.paper.words is None:
        return replace(line, sentence=sentence)
    fields = read_paper(line.paper.spec, line.paper.words, names, choices)
    said = [f"<p>{escape(sentence)}</p>", *(f"<p>{escape(one)}</p>" for one in _notes(line))]
    title = f"{seen.row.ref} / {act.n}: {law(line.paper.spec.title)}"
    body = "".join(said) + fields_html(fields)
    return replace(line, sentence=sentence, text=page_html(title, i18n.language(), i18n.direction(), body))


def _notes(line: Line) -> list[str]:
    """Say what a reader has to know of a paper before reading it."""
    paper, entry = line.paper, line.entry
    notes = [f"{_('Level')}: {entry.act.level}. {_('Language')}: {paper.language}."] if paper and entry else []
    if paper and paper.digest:
        notes.append(_("Digest of the text (SHA-256): %(digest)s", digest=paper.digest))
    elif paper:
        notes.append(_("In part: some of its questions are not for readers of this copy."))
    return notes


def fields_html(fields: Sequence[ReadField]) -> str:
    """Write answers under their questions as HTML; everything that somebody wrote is escaped."""
    rows = (f"<dt>{escape(one.label)}</dt><dd dir=auto>{_answer_html(one)}</dd>" for one in fields)
    return f"<dl>{''.join(rows)}</dl>"


def _answer_html(one: ReadField) -> str:
    if one.note:
        return f"<em>{escape(one.note)}</em>"
    if one.documents:
        return "<br>".join(
            f'<a href="{escape(document.href)}">{escape(document.name)}</a>' if document.href else escape(document.name)
            for document in one.documents
        )
    if one.entries:
        return "".join(fields_html(entry) for entry in one.entries)
    return "<br>".join(escape(line) for line in one.lines)


def taken_by(conn: Connection, party: str, host: str, at: datetime) -> Taken:
    """Say who takes a bundle, when and of which host, in the language of the reader."""
    return Taken(party, at, host, i18n.language(), i18n.direction(), casebook.party_names(conn))
