"""What stands above the text of an official document, in each of the three forms, in the document's language."""

from datetime import date

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

from consult.documents.official.plan import Masthead
from consult.documents.official.texts import clean, on_one_line
from consult.documents.official.values import Document, Header, Signature
from consult.i18n import SOURCE_LANGUAGE, _

Pairs = tuple[tuple[str, str], ...]


def set_masthead(document: Document) -> Masthead:
    """Return what stands above and below the text; every word of the header has its place in it."""
    header = document.header
    return {"un": _of_the_united_nations, "note": _of_a_note, "paper": _of_a_paper}[header.form](document)


def _of_the_united_nations(document: Document) -> Masthead:
    """Arrange a document of the United Nations: symbol, distribution, date and original language at the end side.

    The emblem is left out: Member States' documents carry it only as issued by the secretariat (resolution 92 (I)).
    """
    header = document.header
    end = [_("Distr.: %(distribution)s", distribution=header.distribution)] if header.distribution else []
    end += [write_day(header.dated, document.language)] if header.dated else []
    end.append(_("Original: %(language)s", language=name_language(header.original_language, document.language)))
    start = [header.body, header.session, _agenda_item(header)]
    return Masthead(
        form="un",
        organisation=_("United Nations"),
        symbol=on_one_line(header.symbol) or _("[symbol to be given by the secretariat]"),
        start=_lines(start),
        end=_lines(end),
        title=on_one_line(header.title),
        under=_lines(_of_whom(document)),
        facts=(),
        foot=(),
    )


def _of_whom(document: Document) -> list[str]:
    """Return the lines under a title: who submits, transmits and receives, and the sender's own number."""
    header = document.header
    parties = _list(header.submitted_by, document.language)
    return [
        _("Submitted by %(parties)s", parties=parties) if parties else "",
        _("Transmitted by %(sender)s", sender=header.sender) if header.sender not in ("", *header.submitted_by) else "",
        _("Addressed to %(addressee)s", addressee=header.addressee) if header.addressee else "",
        _("Reference: %(number)s", number=header.number) if header.number else "",
    ]


def _of_a_note(document: Document) -> Masthead:
    """Arrange a note verbale: who sends it, its number, then the text; the addressee stands below, as in practice."""
    header = document.header
    signed = any(isinstance(block, Signature) and block.dated == header.dated for block in document.blocks)
    return Masthead(
        form="note",
        organisation=on_one_line(header.sender),
        symbol="",
        start=_lines([_("No. %(number)s", number=header.number)] if header.number else []),
        end=_lines([write_day(header.dated, document.language)] if header.dated and not signed else []),
        title=on_one_line(header.title),
        under=(),
        facts=_facts(document, "sender", "addressee", "number", "dated"),
        foot=_lines(clean(header.addressee).split("\n")),
    )


def _of_a_paper(document: Document) -> Masthead:
    """Arrange a paper between parties: its title, then who writes to whom, when and under which number."""
    header = document.header
    return Masthead("paper", "", "", (), (), on_one_line(header.title), (), _facts(document), ())


def _facts(document: Document, *said_elsewhere: str) -> Pairs:
    """Return whatever a header says, as pairs of name and value."""
    header = document.header
    foreign = header.original_language != document.language
    original = name_language(header.original_language, document.language) if foreign else ""
    told = {
        "sender": (_("From"), header.sender),
        "addressee": (_("To"), header.addressee),
        "number": (_("Number"), header.number),
        "symbol": (_("Symbol"), header.symbol),
        "dated": (_("Date"), write_day(header.dated, document.language) if header.dated else ""),
        "body": (_("Body"), header.body),
        "session": (_("Session"), header.session),
        "agenda_item": (_("Agenda item"), header.agenda_item),
        "distribution": (_("Distribution"), header.distribution),
        "original_language": (_("Original language"), original),
        "submitted_by": (_("Submitted by"), _list(header.submitted_by, document.language)),
    }
    pairs = ((name, on_one_line(value)) for key, (name, value) in told.items() if key not in said_elsewhere)
    return tuple((name, value) for name, value in pairs if value)


def _agenda_item(header: Header) -> str:
    """Return the line of the agenda item; a bare number gets its word."""
    item = header.agenda_item.strip()
    return _("Agenda item %(item)s", item=item) if item[:1].isdigit() else item


def _lines(lines: list[str]) -> tuple[str, ...]:
    """Return lines that say something."""
    return tuple(line for line in map(on_one_line, lines) if line)


def write_day(day: date, code: str) -> str:
    """Return a day in words in a document's own language, also where the product itself is not translated into it."""
    locale = _locale(code)
    return format_date(day, "d MMMM y" if locale.language == SOURCE_LANGUAGE else "long", locale=locale)


def name_language(code: str, within: str) -> str:
    """Return a language's name in a document's own language, or its code where the tables do not know it."""
    try:
        found = Locale.parse(code.replace("-", "_")).get_language_name(str(_locale(within)))
    except (UnknownLocaleError, ValueError):
        found = None
    return (found[:1].upper() + found[1:]) if found else code


def _list(names: tuple[str, ...], code: str) -> str:
    """Return names as the language lists them: "Brazil, Japan and Nigeria"."""
    clear = list(map(on_one_line, names))
    locale = _locale(code)
    british = locale.language == SOURCE_LANGUAGE  # no comma before the last, as in documents of the United Nations
    return format_list(clear, locale="en_GB" if british else locale) if clear else ""


def _locale(code: str) -> Locale:
    """Return the customs of a language, of English where the tables do not know it."""
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale(SOURCE_LANGUAGE)
