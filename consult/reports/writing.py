"""A report as a document in the form of the United Nations: header, numbered paragraphs, tables, annexes.

Each paragraph that tells a number points to its row in the annex of sources. Where States differ over the wording both
texts stand, as they were said.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date

from consult.documents.official.values import (
    Block,
    Cell,
    Document,
    Header,
    Heading,
    Paragraph,
    Quoted,
    Run,
    Table,
)
from consult.documents.official.values import Column as TableColumn
from consult.i18n import _, ngettext, speaking, write_date, write_instant
from consult.reports.charts import chart_of
from consult.reports.scope import Reach
from consult.reports.values import Changes, Column, Figure, Line, Listing, Report, Section

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def write_document(report: Report) -> Document:
    """Write a report as a document in the language of its scope, as far as that is translated."""
    with speaking(report.scope.language) as language:
        blocks = (*_opening(report), *_body(report), *_annexes(report))
        return Document(_header(report, language), blocks, language, report.digest)


def tables_of(report: Report) -> tuple[Table, ...]:
    """Give the tables of a report, which also leave as files of their own."""
    return tuple(table_of(listing) for one in report.sections for listing in one.listings)


def _header(report: Report, language: str) -> Header:
    scope = report.scope
    return Header(
        form="un",
        title=report.title,
        sender=report.author,
        body=report.body,
        session=report.session,
        agenda_item=report.item,
        symbol=scope.symbol,
        dated=scope.at.astimezone(UTC).date(),
        distribution=_("General") if scope.reach is Reach.PUBLIC else _("Limited"),
        original_language=language,
        submitted_by=(report.author, *report.joint),
        marks=tuple(_marks(report)),
    )


def _marks(report: Report) -> Iterator[str]:
    """Say what must stand on every page."""
    if report.exercise:
        yield _("Exercise")
    if report.scope.reach is Reach.FULL:
        yield _("For the author's delegation alone")
    elif report.scope.reach is Reach.PARTIES:
        yield _("For the parties to each case alone (C2)")


def _opening(report: Report) -> Iterator[Block]:
    scope = report.scope
    yield Paragraph(
        _(
            "This document was drawn up from the record of consultations for the period from %(since)s to %(until)s. "
            "It counts what was recorded by %(at)s, and nothing recorded later.",
            since=write_date(scope.since),
            until=write_date(scope.until),
            at=write_instant(scope.at),
        )
    )
    if report.changes is not None and report.changes.is_any:
        yield Paragraph(_says_changes(report.changes))


def _says_changes(changes: Changes) -> str:
    """Say in what the report differs from an earlier one, and name nothing that is told no more."""
    said = [_("This document takes the place of one with the digest %(digest)s.", digest=changes.since)]
    if changes.gone:
        said.append(
            ngettext(
                "One case that was reported there is not reported here, since not every consent for it is given now.",
                "%(num)s cases that were reported there are not reported here, since not every consent is given now.",
                changes.gone,
            )
        )
    if changes.came:
        sentence = ngettext(
            "One case is reported that was not.", "%(num)s cases are reported that were not.", changes.came
        )
        said.append(sentence)
    if n := len(changes.figures):
        said.append(ngettext("One number changed.", "%(num)s numbers changed.", n))
    return " ".join(said)


def _body(report: Report) -> Iterator[Block]:
    numbers = numbers_of(report)
    for section in report.sections:
        if not section.is_annex:
            yield Heading(section.title, 1, place_of(section.key))
            yield from _of_section(section, numbers, report)


def _annexes(report: Report) -> Iterator[Block]:
    numbers = numbers_of(report)
    annexes = [one for one in report.sections if one.is_annex]
    for number, section in zip(ROMAN, annexes, strict=False):
        title = _("Annex %(number)s. %(title)s", number=number, title=section.title)
        yield Heading(title, 1, place_of(section.key))
        yield from _of_section(section, numbers, report)


def _of_section(section: Section, numbers: dict[str, str], report: Report) -> Iterator[Block]:
    for figure in section.figures:
        if figure.is_told:
            yield _paragraph(figure, numbers[figure.key])
    if section.caveat:
        yield Paragraph(section.caveat)
    for listing in section.listings:
        if listing.key == "objections.texts":
            yield from _both_texts(listing.lines, report)
        else:
            table = table_of(listing)
            yield chart_of(listing, table, report.facts) or table


def numbers_of(report: Report) -> dict[str, str]:
    """Number the figures as the annex does."""
    figures = [figure for one in report.sections for figure in one.figures]
    return {figure.key: f"F{number}" for number, figure in enumerate(figures, 1)}


def _paragraph(figure: Figure, number: str) -> Paragraph:
    words = (Run(f"{figure.sentence} ("), Run(number, "plain", place_of(number)), Run(")"))
    return Paragraph(words, place=place_of(figure.key))


def _both_texts(lines: Sequence[Line], report: Report) -> Iterator[Block]:
    for line in lines:
        party, said_at, words, answer = (str(cell or "") for cell in line.cells)
        yield Heading(_("%(party)s, %(day)s", party=party, day=said_at[:10]), 2)
        yield Quoted(words, by=party)
        if answer:
            yield Quoted(answer, by=report.author)


def table_of(listing: Listing) -> Table:
    """Make a table of a listing; rows of figures can be pointed to."""
    columns = tuple(TableColumn(one.heading, one.kind) for one in listing.columns)
    rows = tuple(tuple(map(_cell, listing.columns, line.cells)) for line in listing.lines)
    is_traced = listing.key == "annex.figures"
    places = tuple(place_of(str(line.cells[0])) for line in listing.lines) if is_traced else ()
    return Table(listing.key, listing.title, columns, rows, listing.note, places)


def _cell(column: Column, cell: str | int | None) -> Cell:
    """Give a cell as a date or a number where it is one."""
    if isinstance(cell, str) and column.kind == "date" and len(cell) == len("2026-11-20"):
        return date.fromisoformat(cell)
    return float(cell) if isinstance(cell, str) and column.kind == "number" else cell


def place_of(key: str) -> str:
    """Write a key as the name of a place."""
    return key.replace(".", "-").replace("_", "-").lower()
