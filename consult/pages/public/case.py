"""One public case: where its public acts left it, what they say, the documents released with them, and how to check
each of them without believing the host.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection

from consult import casebook, published
from consult.citations import Cited, cite, law
from consult.docket import Docket
from consult.forms import DocumentChoice, ReadField, show
from consult.pages.cases.basis import cited_basis
from consult.pages.cases.lines import say_act
from consult.pages.public.listing import heading_of
from consult.published import PublicAct, PublicCase
from consult.visibility import Viewer
from workflows.kernel.acts import LAPSE
from workflows.kernel.frozen import dataclass
from workflows.kernel.procedure import AGENCY
from workflows.kernel.subjects import SUBJECTS


@dataclass(frozen=True, slots=True)
class ReleasedDocument:
    """A document that was released, with the public act that names it first."""

    digest: str
    name: str
    media: str
    size: int
    language: str
    act: int


@dataclass(frozen=True, slots=True)
class PublicActLine:
    """One public act as anybody reads it."""

    number: int
    sentence: str
    on: datetime
    on_day: date | None
    recorded_at: datetime
    party: str
    office: str
    capacity: str
    basis: tuple[Cited, ...]
    stage: str
    late: bool
    paper_title: str
    language: str
    text: tuple[ReadField, ...]
    digest: str
    is_part: bool
    erased: bool
    struck: bool
    seq: int | None


@dataclass(frozen=True, slots=True)
class PublicCasePage:
    """Everything that the page of a public case shows; `documents` stand by language."""

    title: str
    ref: str
    symbol: str
    procedure_key: str
    procedure: str
    under: tuple[Cited, ...]
    notes: tuple[str, ...]
    agency: bool
    stage: str
    meaning: str
    kind: str
    filer: str
    parties: tuple[str, ...]
    subjects: tuple[str, ...]
    since: datetime
    updated: datetime
    acts: tuple[PublicActLine, ...]
    documents: tuple[tuple[str, tuple[ReleasedDocument, ...]], ...]
    epoch: int
    exercise: bool


def public_case_page(conn: Connection, docket: Docket, viewer: Viewer, ref: str, epoch: int) -> PublicCasePage:
    """Draw up the page of a public case; Unknown for any other, and where there is none.

    Long because: one line a field of the page, in the order in which it is read.
    """
    case = published.find_case(conn, viewer, docket.editions, ref)
    names = casebook.party_names(conn)
    state, form = case.procedure.state(case.stage), docket.forms.get(case.procedure.key)
    return PublicCasePage(
        title=heading_of(case),
        ref=ref,
        symbol=case.symbol,
        procedure_key=case.procedure.key,
        procedure=law(case.procedure.title),
        under=tuple(cite(one) for one in case.procedure.under),
        notes=tuple(law(note) for note in case.procedure.notes),
        agency=case.procedure.level == AGENCY,
        stage=law(state.title),
        meaning=law(state.meaning),
        kind=state.kind,
        filer=names.get(case.filer, case.filer),
        parties=tuple(names.get(key, key) for key in case.parties if key != case.filer),
        subjects=tuple(law(SUBJECTS[key]) for key in (form.subjects if form else ())),
        since=case.since,
        updated=case.updated,
        acts=tuple(public_act_line(case, one, names) for one in reversed(case.acts)),
        documents=_by_language(case.acts),
        epoch=epoch,
        exercise=docket.exercise,
    )


def public_act_line(case: PublicCase, one: PublicAct, names: Mapping[str, str]) -> PublicActLine:
    """Draw up one public act, with the answers of its filing that are public."""
    act = one.act
    return PublicActLine(
        number=one.number,
        sentence=law(say_act(one.procedure, act, casebook.said_names(names))),
        on=act.on,
        on_day=act.day,
        recorded_at=act.at,
        party=names.get(act.principal, act.principal) if act.office else "",
        office=act.office,
        capacity=act.capacity,
        basis=cited_basis(one.procedure, act),
        stage=law(one.procedure.state(act.went).title) if act.went != act.came and act.kind != LAPSE else "",
        late=act.late,
        paper_title=_paper_title(one),
        language=one.language,
        text=_read(case, one, names),
        digest=one.digest,
        is_part=one.is_part,
        erased=one.erased,
        struck=one.struck,
        seq=one.seq,
    )


def _paper_title(one: PublicAct) -> str:
    """Name what was filed, also where its words are gone; nothing where none of it is public."""
    there = one.words is not None or one.erased or one.struck
    return law(one.spec.title) if one.spec and there else ""


def _read(case: PublicCase, one: PublicAct, names: Mapping[str, str]) -> tuple[ReadField, ...]:
    """Read the public answers of a filing."""
    if one.spec is None or not one.words:
        return ()
    choices = [
        DocumentChoice(d.digest, d.name, d.media, d.size, d.language, "C0", document_path(case.ref, d.digest))
        for d in one.documents
    ]
    lines = show(one.spec, one.words, party_names=names, documents=choices)
    return tuple(line for line in lines if line.state != "unanswered")


def document_path(ref: str, digest: str) -> str:
    """Give the address of a released document within the installation."""
    return f"/public/cases/{ref}/documents/{digest}"


def released_documents(acts: Sequence[PublicAct]) -> tuple[ReleasedDocument, ...]:
    """List the documents that public acts released, each once, with the first act that names it."""
    found: dict[str, ReleasedDocument] = {}
    for act in acts:
        for d in act.documents:
            found.setdefault(d.digest, ReleasedDocument(d.digest, d.name, d.media, d.size, d.language, act.number))
    return tuple(found.values())


def _by_language(acts: Sequence[PublicAct]) -> tuple[tuple[str, tuple[ReleasedDocument, ...]], ...]:
    ordered = sorted(released_documents(acts), key=lambda one: (one.language, one.act, one.name, one.digest))
    return tuple((language, tuple(group)) for language, group in groupby(ordered, lambda one: one.language))
