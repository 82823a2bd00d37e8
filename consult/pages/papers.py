"""Papers by other channels as pages show them: the register, one paper, the forms, and what stands beside an act."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from consult import casebook, words
from consult.documents import papers
from consult.i18n import LANGUAGE_NAMES, _
from consult.pages.fields import FormField, Given, Option, fill
from consult.refusals import Unknown
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass
from workflows.parties import said

LISTED = 100


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One registered paper in short, with the act that it was registered as or whose service it proves."""

    ref: str
    is_in: bool
    channel: str
    number: str
    party: str
    came_at: datetime
    case_ref: str
    n: int | None
    objected: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """One registered paper with all that was registered of it."""

    line: PaperLine
    dated_on: Any
    organ: str
    language: str
    summary: str
    digest: str
    has_scan: bool
    scan_name: str
    office: str
    keeper: str
    registered_at: datetime
    words: str
    objected_at: datetime | None
    objector: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register of papers, from its newest end or after one of them, and the reference after which a page follows
    (None at the end)."""

    title: str
    lines: tuple[PaperLine, ...]
    following: str | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One paper, and what can still be done with it; `case` and `act` are what was typed, with what is wrong there."""

    title: str
    view: PaperView
    registrar: str
    is_free: bool
    errors: Mapping[str, str]
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaperFormPage:
    """The form of a paper that came or went."""

    title: str
    sentence: str
    direction: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class BesideAct:
    """What stands beside an act of its papers: the one it was registered from, those that prove its service, whether
    the reader may say that it is not its party's, and until when."""

    source: PaperView | None
    proofs: tuple[PaperView, ...]
    may_object: bool
    until: datetime | None


def register_page(conn: Connection, by: Standing, after: str) -> RegisterPage:
    """Draw up a page of the register of one's secretariat, or refuse as unknown."""
    lines = papers_after(conn, by, after, LISTED + 1)
    onward = lines[LISTED - 1].ref if len(lines) > LISTED else None
    return RegisterPage(_("Papers by other channels"), lines[:LISTED], onward)


def papers_after(conn: Connection, by: Standing, after: str, most: int) -> tuple[PaperLine, ...]:
    """List so many papers of one's secretariat, the last registered first, after one of them where it is named."""
    return tuple(map(paper_line, papers.list_papers(conn, by, most, after)))


def papers_on_desk(conn: Connection, by: Standing, most: int = 8) -> tuple[PaperLine, ...]:
    """List the papers that were registered lately."""
    return tuple(map(paper_line, papers.list_papers(conn, by, most)))


def paper_page(
    conn: Connection,
    by: Standing,
    ref: str,
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
) -> PaperPage:
    """Draw up one paper, or refuse as unknown."""
    row = papers.find(conn, by, ref)
    view = paper_view(row)
    return PaperPage(name_of(row), view, row.registrar, row.act_id is None, errors or {}, given or {})


def name_of(row: Any) -> str:
    """Name a paper: “Note verbale of Japan, no. 17”."""
    channel = words.name(words.PAPER_CHANNEL, row.channel)
    party = said(row.party, row.party_name)
    if row.direction == papers.OUT:
        sentence = _("%(channel)s to %(party)s", channel=channel, party=party)
    else:
        sentence = _("%(channel)s of %(party)s", channel=channel, party=party)
    return _("%(paper)s, no. %(number)s", paper=sentence, number=row.number) if row.number else sentence


def paper_line(row: Any) -> PaperLine:
    """Show a paper in one line."""
    is_in = row.direction == papers.IN
    objected, party = row.words is not None, said(row.party, row.party_name)
    return PaperLine(row.ref, is_in, row.channel, row.number, party, row.came_at, row.case_ref or "", row.n, objected)


def paper_view(row: Any) -> PaperView:
    """Show a paper with all that was registered of it.

    Long because: one line a field.
    """
    return PaperView(
        line=paper_line(row),
        dated_on=row.dated_on,
        organ=row.organ,
        language=row.language,
        summary=row.summary,
        digest=row.digest,
        has_scan=row.scan is not None,
        scan_name=row.scan_name,
        office=row.office,
        keeper=row.keeper,
        registered_at=row.registered_at,
        words=row.words or "",
        objected_at=row.objected_at,
        objector=row.objector or "",
    )


def form_page(conn: Connection, by: Standing, direction: str, given: Given, errors: Mapping[str, str]) -> PaperFormPage:
    """Draw up the form of a paper that came in or went out, or refuse as unknown."""
    if not by.is_secretariat or direction not in (papers.IN, papers.OUT):
        raise Unknown
    if direction == papers.IN:
        title, sentence = _("Register an incoming paper"), _("What reached the secretariat outside this product.")
    else:
        title, sentence = _("Register an outgoing paper"), _("What the secretariat delivered outside this product.")
    return PaperFormPage(title, sentence, direction, fill(_fields(conn, by, direction), given, errors))


def _fields(conn: Connection, by: Standing, direction: str) -> tuple[FormField, ...]:
    """Ask for a paper.

    Long because: one line or two a question.
    """
    is_in = direction == papers.IN
    channels = tuple(Option(one, words.name(words.PAPER_CHANNEL, one)) for one in papers.CHANNELS)
    parties = tuple(Option(key, name) for key, name in sorted(casebook.party_names(conn).items(), key=lambda p: p[1]))
    languages = tuple(Option(code, name) for code, name in LANGUAGE_NAMES.items())
    came_help = _("Date and time in %(zone)s. For a reply this is its date in law.", zone=by.party_zone)
    sent_help = _("Date and time in %(zone)s at which it was delivered.", zone=by.party_zone)
    return (
        FormField("channel", _("Channel"), "choice", options=channels),
        FormField("party", _("From which party") if is_in else _("To which party"), "choice", options=parties),
        FormField("organ", _("Organ that stands on it"), help=_("As the paper names it.")),
        FormField("number", _("Number on the paper"), required=False),
        FormField("dated_on", _("Date on the paper"), "date", required=False),
        FormField(
            "came_at", _("Received") if is_in else _("Delivered"), "instant", help=came_help if is_in else sent_help
        ),
        FormField("language", _("Language"), "choice", ("en",), languages),
        FormField("summary", _("What it says, in short"), "long_text"),
        FormField("scan", _("Scan"), "file", required=False, help=_help_of_scan()),
    )


def _help_of_scan() -> str:
    return _("PDF, PNG, JPEG, Word, Excel, PowerPoint or plain text. The same file can be registered once.")


def beside_act(conn: Connection, by: Standing, act_id: int, now: datetime) -> BesideAct:
    """Draw up what stands beside an act that was read through the policy of visibility."""
    rows = papers.of_act(conn, Viewer.of(by), act_id)
    source = next((row for row in rows if row.direction == papers.IN), None)
    return BesideAct(
        source=paper_view(source) if source else None,
        proofs=tuple(paper_view(row) for row in rows if row.direction == papers.OUT),
        may_object=source is not None and papers.may_object(by, source, now),
        until=papers.objection_until(source) if source else None,
    )
