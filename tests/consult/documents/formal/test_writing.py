"""What a formal paper says and in which order: note verbale, agreed text, decision, request, draft; in any language."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from consult import i18n
from consult.documents import formal
from consult.documents.formal import Signed, Writer
from consult.documents.official.html import write_html
from consult.documents.official.values import Facts, Heading, Paragraph, Quoted, Signature, Table
from tests.consult.documents.formal.filled import ANNEX, DIGEST, FRANCE, RECORD, paper, words_of
from tests.consult.forms.every_kind import BODY, SPEC
from workflows.kernel.fields import AGREED, DECISION, LETTER, MEMORANDUM, REQUEST, keyed
from workflows.kernel.joint_text import clauses_field
from workflows.kernel.language import Filing, listing, text
from workflows.kernel.words import PRODUCT

DAY = date(2026, 11, 20)
PLAIN = {"title_text": "Landing", "purpose": "One.\n\nTwo."}


class Signing(Filing):
    """Terms of settlement."""

    clauses = clauses_field(PRODUCT)


class Bands(Filing):
    """Bands in use."""

    bands = listing("Bands", PRODUCT, keyed("name", text("Name", PRODUCT)))


def test_a_note_verbale_has_the_customary_order() -> None:
    """Given a notice of Japan to France and Korea: compliments, what it is about, what is said, assurances, place and
    day with initials, the addressees, and last what the record keeps."""
    document = formal.write(paper(SPEC, PLAIN, annexes=()))
    blocks = document.blocks
    opening, closing = (b.words for b in blocks if isinstance(b, Paragraph) and "Permanent Mission" in str(b.words))
    signature = next(b for b in blocks if isinstance(b, Signature))
    after = [b.words for b in blocks[blocks.index(signature) + 1 :] if isinstance(b, Paragraph)]

    assert ("note", "Note verbale", "Permanent Mission of Japan, Vienna") == (
        document.header.form, document.header.title, document.header.sender)  # fmt: skip
    assert opening == (
        "The Permanent Mission of Japan presents its compliments to the Ministry of Foreign Affairs of France and the "
        "Ministry of Korea and has the honour to communicate the following."
    )
    assert str(closing).startswith("The Permanent Mission of Japan avails itself of this opportunity to renew to the")
    assert ("Vienna", date(2026, 11, 20), True) == (signature.place, signature.dated, signature.initialled)
    assert [FRANCE.name, "Ministry of Foreign Affairs of the Republic of Korea"] == after[:2]
    assert "In the record" in words_of(document).split("assurances")[1]


def test_a_paper_that_nobody_is_told_of_by_name_begins_and_ends_without_addressees() -> None:
    """A note to nobody in particular makes no compliments to nobody."""
    said = words_of(formal.write(paper(SPEC, PLAIN, addressees=())))

    assert "The Permanent Mission of Japan has the honour to communicate the following." in said
    assert "assurances" not in said


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        (LETTER, "The Permanent Mission of Japan communicates the following."),
        (AGREED, "Japan and France have agreed as follows."),
        (REQUEST, "Japan submits the following."),
        (MEMORANDUM, "The Permanent Mission of Japan has put the following on its own file."),
    ],
)
def test_each_form_begins_in_its_own_way(form: str, begins: str) -> None:
    """The header is that of a paper, whose title is what is filed."""
    document = formal.write(paper(SPEC, PLAIN, form=form))

    assert begins in words_of(document)
    assert ("paper", SPEC.title) == (document.header.form, document.header.title)


def test_a_decision_names_the_parties_and_who_decides_and_is_numbered() -> None:
    """“In the matter between …”, and paragraphs that can be cited."""
    tribunal = Writer("International Bureau", "the tribunal", "the Court", "Presiding arbitrator")
    document = formal.write(paper(SPEC, PLAIN, form=DECISION, sender=tribunal, parties=("Japan", "France")))
    numbered = [b.words for b in document.blocks if isinstance(b, Paragraph) and b.numbered]

    assert "In the matter between Japan and France, the tribunal decides as follows." in words_of(document)
    assert ["One.", "Two."] == numbered


def test_an_agreed_text_stands_clause_by_clause_with_a_signature_of_each_side() -> None:
    """Each clause under its name and heading, in its order; no side is its sender."""
    clauses = [
        {"key": "1", "heading": "Crew time", "text": "Sixty hours.\nIn two increments."},
        {"key": "2", "text": "No precedent."},
    ]
    document = formal.write(paper(Signing.spec, {"clauses": clauses}, form=AGREED, annexes=()))
    headings = [b.words for b in document.blocks if isinstance(b, Heading) and b.level == 3]
    signed = [(b.by, b.dated) for b in document.blocks if isinstance(b, Signature)]

    assert ["1. Crew time", "2"] == headings
    assert "Sixty hours.\nIn two increments.\n2\nNo precedent." in words_of(document)
    assert [("For Japan", date(2026, 11, 20)), ("For France", date(2026, 11, 21))] == signed
    assert "" == document.header.sender


def test_a_text_that_waits_for_others_says_so() -> None:
    """Nobody has agreed as long as somebody has not."""
    waiting = (Signed("Japan", "Counsellor", date(2026, 11, 20)), Signed("France"))
    said = words_of(formal.write(paper(SPEC, PLAIN, form=AGREED, signed=waiting)))

    assert "The following is put to the agreement of Japan and France." in said
    assert "For France not agreed yet" in said


def test_a_text_that_needed_one_agreement_alone_says_who_gave_it() -> None:
    """Where all others have left, one side is left to agree."""
    said = words_of(formal.write(paper(SPEC, PLAIN, form=AGREED, signed=(Signed("Japan", "Counsellor", DAY),))))

    assert "Japan has agreed as follows." in said


def test_a_paper_for_ones_own_file_is_signed_by_nobody() -> None:
    """It goes to nobody, and names no addressee."""
    document = formal.write(paper(SPEC, PLAIN, form=MEMORANDUM))

    assert not [b for b in document.blocks if isinstance(b, Signature)]
    assert ("", "") == (document.header.sender, document.header.addressee)


def test_a_paper_registered_by_an_office_says_for_whom() -> None:
    """The secretariat does not write in the name of a State."""
    desk = Writer("Secretariat", "the Secretariat", "the Office")
    said = words_of(formal.write(paper(SPEC, PLAIN, form=LETTER, sender=desk, on_behalf_of="France")))

    assert "The Secretariat has registered the following, which reached it on paper, on behalf of France." in said
    assert "On behalf of: France" in said


def test_what_is_withheld_or_not_known_is_said_with_its_category() -> None:
    """It does not vanish, and nobody wonders."""
    said = words_of(formal.write(paper(SPEC, {"cost": {"withheld": "security"}, "mass": {"unknown": True}})))

    assert "Cost of the measures: Withheld: security." in said
    assert "Mass at landing (OST IX s3)" not in said  # the provision of the act itself is cited once
    assert "Mass at landing: Declared not known." in said


def test_a_question_under_another_provision_than_the_act_cites_it() -> None:
    """Article VI asks for the operator, Article IX for the rest."""
    said = words_of(formal.write(paper(SPEC, {"operator": "JAXA", "title_text": "Landing"})))

    assert "Operator (OST VI): JAXA" in said
    assert "Title of the activity: Landing" in said


def test_an_annex_is_named_with_type_size_language_level_and_digest() -> None:
    """The answer points to it, and the digest is whole."""
    document = formal.write(paper(SPEC, {"assessment": {"digest": DIGEST}}))
    said = words_of(document)

    assert (
        f"Annex 1: {ANNEX.name} (PDF, 12\u00a0345 bytes, Français, level C3: one bilateral track), SHA-256 {DIGEST}"
        in said
    )
    assert f"Assessment (OST IX s2): Annex 1: {ANNEX.name}" in said


def test_a_list_is_a_table_where_it_fits_and_one_line_where_it_has_one_column() -> None:
    """What was left open is an empty cell; long entries stand one after the other."""
    stations = formal.write(paper(SPEC, {"stations": BODY["stations"]}))
    bands = formal.write(paper(Bands.spec, {"bands": [{"name": "North"}, {"name": "South"}]}))
    short = [{"name": "North", "state": "JPN"}, {"name": "South"}]
    table = next(b for b in formal.write(paper(SPEC, {"stations": short})).blocks if isinstance(b, Table))

    assert "Stations, 2" in words_of(stations)
    assert "Bands: North; South" in words_of(bands)
    assert (("North", "Japan"), ("South", None)) == table.rows


def test_a_draft_says_on_its_face_that_it_is_not_filed() -> None:
    """No entry, no proof, and a sentence that it has no effect."""
    document = formal.write(paper(SPEC, PLAIN, record=None, dated=None, marks=("Draft, not filed", "C2: case parties")))
    said = words_of(document)

    assert "Draft, not filed" == document.header.marks[0]
    assert "This is a draft. It was not filed, it starts no period, and it has effect for nobody." in said
    assert "In the record" not in said


def test_the_record_block_tells_time_entry_level_and_where_it_is_proved() -> None:
    """UTC to the second; a reader of a part is told what the digest is of."""
    whole, part = paper(SPEC, PLAIN), paper(SPEC, PLAIN, is_whole=False, record=replace(RECORD, is_part=True))
    said, of_part = words_of(formal.write(whole)), words_of(formal.write(part))

    for line in ("Entry of the case: OST9-2026-AAAAAA / 2", "Recorded: 20 November 2026, 09:00:30 UTC",
                 "Level: C2: case parties", f"Act: {RECORD.address}", f"Proof of the act: {RECORD.proof}",
                 f"Entry in the log: {RECORD.entry}"):  # fmt: skip
        assert line in said
    assert said.endswith(DIGEST)
    assert "that of what this reader may read" not in said
    assert "The digest below is that of what this reader may read." in of_part
    assert "Questions that are not open to this reader are left out, answered or not." in of_part


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate one phrase into Arabic."""
    opening = "%(sender)s presents its compliments to %(addressees)s and has the honour to communicate the following."
    catalogue = Catalog(locale="ar")
    catalogue.add(opening, "تهدي %(sender)s تحياتها إلى %(addressees)s")
    (tmp_path / "ar" / "LC_MESSAGES").mkdir(parents=True)
    with (tmp_path / "ar" / "LC_MESSAGES" / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)


def test_fixed_phrases_stand_in_the_language_of_the_paper_and_answers_as_they_were_filed(arabic: Any) -> None:
    """Given a paper in Arabic of a filing in English: its direction is that of Arabic, its phrases are translated, and
    its long answers are quoted in English."""
    with i18n.speaking("ar") as language:
        document = formal.write(paper(SPEC, PLAIN, language=language, filed_language="en"))
    said = words_of(document)

    assert ("en", "ar") == i18n.spoken_languages()[::-1]
    assert "تهدي \u2068the Permanent Mission of Japan\u2069 تحياتها إلى \u2068the Ministry of Foreign" in said
    assert '<html lang="ar" dir="rtl">' in write_html(document)
    assert [("One.\n\nTwo.", "en")] == [(b.words, b.language) for b in document.blocks if isinstance(b, Quoted)]
    assert "Language of the answers, as filed: English" in said


def test_facts_that_follow_one_another_are_one_block() -> None:
    """A reader meets one list of facts and not a list for each."""
    document = formal.write(paper(SPEC, {"urgency": "normal", "crewed": False, "objects": 2}))
    facts = [b for b in document.blocks if isinstance(b, Facts)]

    assert [("Urgency", "Normal"), ("People are on board (OST V)", "No"), ("Number of objects", "2")] == list(
        facts[1].rows
    )
