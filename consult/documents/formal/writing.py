"""From what is known of a filing to its official document: header, sentences, answers, annexes, signatures, and at the
end what the record keeps of it.
"""

from collections.abc import Iterator

from consult.documents.formal.answers import set_answers
from consult.documents.formal.phrases import begin, end, list_names, name_form
from consult.documents.formal.values import Annex, FormalPaper, Record, Signed
from consult.documents.official.values import Block, Document, Facts, Header, Heading, Paragraph, Run, Signature, Words
from consult.i18n import LANGUAGE_NAMES, _, ngettext, write_date, write_exactly
from workflows.kernel.fields import AGREED, DECISION, MEMORANDUM, NOTE, REQUEST

NUMBERED = (DECISION, REQUEST)
MEDIA = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/plain": "text",
    "text/csv": "CSV",
    "application/json": "JSON",
}


def write(paper: FormalPaper) -> Document:
    """Write a paper as an official document in the language in use, which is the paper's."""
    return Document(_header(paper), tuple(_blocks(paper)), paper.language, paper.digest)


def _header(paper: FormalPaper) -> Header:
    return Header(
        form="note" if paper.form == NOTE else "paper",
        title=name_form(NOTE) if paper.form == NOTE else paper.title,
        sender=paper.sender.name,
        addressee="\n".join(one.name for one in paper.addressees) if paper.form == NOTE else list_names(
            [one.name for one in paper.addressees]
        ),
        number=paper.number,
        dated=paper.dated,
        original_language=paper.language,
        marks=paper.marks,
    )  # fmt: skip


def _blocks(paper: FormalPaper) -> Iterator[Block]:
    yield Paragraph(begin(paper), numbered=False)
    yield Facts(tuple(_about(paper)))
    yield Heading(paper.title, 1)
    answers = set_answers(paper, numbered=paper.form in NUMBERED)
    yield from answers
    if not answers:
        yield Paragraph(_("Nothing was stated beyond the step itself."), numbered=False)
    if not paper.is_whole:
        yield Paragraph(_("Questions that are not open to this reader are left out, answered or not."), numbered=False)
    if paper.annexes:
        yield Heading(ngettext("%(num)s annex", "%(num)s annexes", len(paper.annexes)), 2)
        yield from (_annex(number, annex) for number, annex in enumerate(paper.annexes, 1))
    if closing := end(paper):
        yield Paragraph(closing, numbered=False)
    yield from _signatures(paper)
    yield from _record(paper, paper.record) if paper.record else _not_filed(paper)


def _about(paper: FormalPaper) -> Iterator[tuple[str, Words]]:
    """Say what the paper is about, before what it says."""
    yield _("Subject"), paper.case_title
    yield _("Case"), _("%(ref)s, %(procedure)s", ref=paper.ref, procedure=paper.procedure)
    yield _("Step"), paper.step
    for number, (provision, binding) in enumerate(paper.basis):
        yield (_("Under") if not number else ""), _("%(provision)s [%(binding)s]", provision=provision, binding=binding)
    if paper.on_behalf_of:
        yield _("On behalf of"), paper.on_behalf_of


def _annex(number: int, annex: Annex) -> Facts:
    """Name an annex with what tells it from any other file."""
    said = _(
        "%(name)s · %(type)s · %(size)s bytes · %(language)s · %(level)s",
        name=annex.name,
        type=MEDIA.get(annex.media, annex.media),
        size=f"{annex.size:,}".replace(",", " "),
        language=LANGUAGE_NAMES.get(annex.language, annex.language),
        level=annex.level,
    )
    words = (Run(said), Run(" SHA-256 "), Run(annex.digest, "code"))
    return Facts(((_("Annex %(number)s", number=number), words),))


def _signatures(paper: FormalPaper) -> Iterator[Signature]:
    """End the paper as its form does: a note is initialled; a text is signed by each side; a paper for one's own file
    by nobody."""
    if paper.form == AGREED:
        yield from (_of_side(one, paper) for one in paper.signed)
    elif paper.form != MEMORANDUM:
        office = "" if paper.form == NOTE else paper.sender.office
        yield Signature(paper.place, paper.dated, paper.sender.name, office, initialled=paper.form == NOTE)


def _of_side(one: Signed, paper: FormalPaper) -> Signature:
    office = one.office or ("" if one.on else _("not agreed yet"))
    return Signature("", one.on, _("For %(party)s", party=one.party), office)


def _record(paper: FormalPaper, record: Record) -> Iterator[Block]:
    """Say what the record keeps of the filing, and where anybody can check it."""
    digest = _("Digest of what this reader may read (SHA-256)") if record.is_part else _("Digest of the text (SHA-256)")
    rows: list[tuple[str, Words]] = [
        (_("Entry of the case"), f"{paper.ref} / {record.n}"),
        (_("Recorded"), write_exactly(record.recorded_at)),
        (_("Date in law"), write_date(record.day) if record.day else write_exactly(record.on)),
        (_("Level"), paper.level),
        (digest, (Run(record.digest, "code"),)),
    ]
    if record.seq is not None:
        rows.append((_("Entry in the log"), str(record.seq)))
    rows += [(_("Act"), record.address), (_("Proof of the entry"), record.proof)]
    rows += _language_of(paper)
    yield Heading(_("In the record"), 2)
    yield Facts(tuple(rows))
    yield Paragraph(
        _(
            "This paper is written from what was filed; the record is authentic. Whoever holds the receipt of the "
            "entry can check offline, without the host, that this text was filed and not changed since."
        ),
        numbered=False,
    )
    yield from (Paragraph(note, numbered=False) for note in paper.notes)


def _not_filed(paper: FormalPaper) -> Iterator[Block]:
    """Say of a paper in preparation that it is none yet."""
    rows: list[tuple[str, Words]] = [
        (_("Paper in preparation"), paper.number),
        (_("Level"), paper.level),
        (_("Digest of the text as it is now (SHA-256)"), (Run(paper.digest, "code"),)),
        *_language_of(paper),
    ]
    yield Heading(_("Not filed"), 2)
    yield Facts(tuple(rows))
    yield Paragraph(
        _("This is a draft. It was not filed, it starts no period, and it has effect for nobody."), numbered=False
    )
    yield from (Paragraph(note, numbered=False) for note in paper.notes)


def _language_of(paper: FormalPaper) -> list[tuple[str, Words]]:
    """Say in which language the answers stand, where the paper's own words are in another."""
    if paper.filed_language == paper.language:
        return []
    filed = LANGUAGE_NAMES.get(paper.filed_language, paper.filed_language)
    return [(_("Language of the answers, as filed"), filed)]
