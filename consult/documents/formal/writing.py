"""From what is known of a filing to its official document: header, sentences, answers, annexes, signatures, and at the
end what the record keeps of it.
"""

from collections.abc import Iterator

from consult.documents.formal.answers import set_answers
from consult.documents.formal.phrases import begin, end, name_form
from consult.documents.formal.values import Annex, FormalPaper, Record, Signed
from consult.documents.official.values import Block, Document, Facts, Header, Heading, Paragraph, Run, Signature, Words
from consult.i18n import LANGUAGE_NAMES, _, ngettext, write_date, write_exactly
from workflows.kernel.fields import AGREED, DECISION, MEMORANDUM, NOTE, REQUEST
from workflows.kernel.words import capital

NUMBERED = (DECISION, REQUEST)
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    f"{_OFFICE}wordprocessingml.document": "Word",
    f"{_OFFICE}spreadsheetml.sheet": "Excel",
    f"{_OFFICE}presentationml.presentation": "PowerPoint",
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
    """Write the header: a note names its addressees below its text, and what several agree to comes from nobody."""
    names_both = paper.form not in (AGREED, MEMORANDUM)
    to = "; ".join(one.name for one in paper.addressees)
    return Header(
        form="note" if paper.form == NOTE else "paper",
        title=name_form(NOTE) if paper.form == NOTE else paper.title,
        sender=paper.sender.name if names_both else "",
        addressee=to if names_both and paper.form != NOTE else "",
        number=paper.number,
        dated=paper.dated,
        original_language=paper.language,
        marks=paper.marks,
    )


def _blocks(paper: FormalPaper) -> Iterator[Block]:
    yield Paragraph(begin(paper), numbered=False)
    yield Facts(tuple(_about(paper)))
    if paper.form == NOTE:
        yield Heading(paper.title, 1)
    answers = set_answers(paper, numbered=paper.form in NUMBERED)
    yield from answers
    if not answers:
        yield Paragraph(_("Nothing is stated beyond the step itself."), numbered=False)
    if not paper.is_whole:
        yield Paragraph(_("Questions that are not open to this reader are left out, answered or not."), numbered=False)
    if paper.annexes:
        yield Heading(ngettext("%(num)s annex", "%(num)s annexes", len(paper.annexes)), 2)
        yield from (_annex(number, annex) for number, annex in enumerate(paper.annexes, 1))
    if closing := end(paper):
        yield Paragraph(closing, numbered=False)
    yield from _signatures(paper)
    if paper.form == NOTE:
        yield from (Paragraph(one.name, numbered=False) for one in paper.addressees)
    yield from _record(paper, paper.record) if paper.record else _not_filed(paper)


def _about(paper: FormalPaper) -> Iterator[tuple[str, Words]]:
    """Say what the paper is about, before what it says."""
    yield _("Subject"), paper.case_title
    yield _("Case"), _("%(ref)s, %(procedure)s", ref=paper.ref, procedure=paper.procedure)
    for number, (provision, binding) in enumerate(paper.basis):
        yield (
            (_("Under") if not number else ""),
            _("%(provision)s [%(binding)s]", provision=provision, binding=binding) if binding else provision,
        )
    if paper.on_behalf_of:
        yield _("On behalf of"), capital(paper.on_behalf_of)
    if paper.presented_by:
        yield _("In its name, by"), capital(paper.presented_by)


def _annex(number: int, annex: Annex) -> Paragraph:
    """Name an annex with what tells it from any other file."""
    said = _(
        "Annex %(number)s: %(name)s (%(type)s, %(size)s bytes, %(language)s, level %(level)s), SHA-256",
        number=number,
        name=annex.name,
        type=MEDIA.get(annex.media, annex.media),
        size=f"{annex.size:,}".replace(",", "\u00a0"),
        language=LANGUAGE_NAMES.get(annex.language, annex.language),
        level=annex.level,
    )
    return Paragraph((Run(f"{said} "), Run(annex.digest, "code")), numbered=False, place=f"annex-{number}")


def _signatures(paper: FormalPaper) -> Iterator[Signature]:
    """End the paper as its form does: a note is initialled; a text is signed by each side; a paper for one's own file
    by nobody."""
    if paper.form == AGREED:
        yield from map(_of_side, paper.signed)
    elif paper.form != MEMORANDUM:
        office = "" if paper.form == NOTE else paper.sender.office
        yield Signature(paper.place, paper.dated, paper.sender.name, office, initialled=paper.form == NOTE)


def _of_side(one: Signed) -> Signature:
    office = one.office or ("" if one.on else _("not agreed yet"))
    return Signature("", one.on, _("For %(party)s", party=one.party), office)


def _record(paper: FormalPaper, record: Record) -> Iterator[Block]:
    """Say what the record keeps of the filing, and where anybody can check it; its digest ends the document."""
    rows: list[tuple[str, Words]] = [
        (_("Entry of the case"), f"{paper.ref} / {record.n}"),
        (_("Step"), paper.step),
        (_("Recorded"), write_exactly(record.recorded_at)),
        (_("Date in law"), write_date(record.day) if record.day else write_exactly(record.on)),
        (_("Level"), paper.level),
    ]
    rows += [(_("Act"), record.address), (_("Proof of the act"), record.proof)]
    if record.entry:
        rows.append((_("Entry in the log"), record.entry))
    yield Heading(_("In the record"), 2)
    yield Facts((*rows, *_language_of(paper)))
    said = [
        _(
            "This paper is written from what was filed; the record is authentic. Whoever holds the receipt of the "
            "entry can check offline, without the host, that this text was filed and not changed since."
        )
    ]
    if record.is_part:
        said.append(_("The digest below is that of what this reader may read."))
    yield Paragraph(" ".join(said), numbered=False)
    yield from _notes(paper)


def _not_filed(paper: FormalPaper) -> Iterator[Block]:
    """Say of a paper in preparation that it is none yet."""
    rows = ((_("Paper in preparation"), paper.number), (_("Step"), paper.step), (_("Level"), paper.level))
    yield Heading(_("Not filed"), 2)
    yield Facts((*rows, *_language_of(paper)))
    said = _("This is a draft. It was not filed, it starts no period, and it has effect for nobody.")
    yield Paragraph(said, numbered=False)
    yield from _notes(paper)


def _notes(paper: FormalPaper) -> Iterator[Block]:
    """Add what the procedure says on the face of every paper, apart from what its sender says."""
    if paper.notes:
        said = _("Notes of the procedure, which are no words of the sender: %(notes)s", notes=" ".join(paper.notes))
        yield Paragraph((Run(said, "emphasis"),), numbered=False)


def _language_of(paper: FormalPaper) -> list[tuple[str, Words]]:
    """Say in which language the answers stand, where the paper's own words are in another."""
    if paper.filed_language == paper.language:
        return []
    filed = LANGUAGE_NAMES.get(paper.filed_language, paper.filed_language)
    return [(_("Language of the answers, as filed"), filed)]
