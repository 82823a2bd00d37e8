"""Under which name a document leaves."""

import pytest

from consult.documents import clean_name, disposition


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("assessment.pdf", "assessment.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\note.docx", "note.docx"),
        ("note\r\nSet-Cookie: a=b.pdf", "note Set-Cookie a=b.pdf"),
        ("note\u202efdp.exe", "notefdp.exe"),
        ("  .hidden", "hidden"),
        ("...", "document"),
        ("", "document"),
        ("évaluation préalable.pdf", "évaluation préalable.pdf"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        ("漢" * 100 + ".pdf", "漢" * 78 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("CON.pdf", "document-CON.pdf"),
        ("nul", "document-nul"),
        ("lpt1.tar.pdf", "document-lpt1.tar.pdf"),
        ("concert.pdf", "concert.pdf"),
        ("note\u2066\u200f\x1b[31m.pdf", "note[31m.pdf"),
    ],
)
def test_a_name_is_cleaned_of_what_could_mislead(given: str, expected: str) -> None:
    """Folders, control and direction marks go; the rest stays."""
    assert expected == clean_name(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("note.pdf", "attachment; filename=\"note.pdf\"; filename*=UTF-8''note.pdf"),
        ("évaluation.pdf", "attachment; filename=\"evaluation.pdf\"; filename*=UTF-8''%C3%A9valuation.pdf"),
        ("تقييم.pdf", "attachment; filename=\"pdf\"; filename*=UTF-8''%D8%AA%D9%82%D9%8A%D9%8A%D9%85.pdf"),
        ('a";b.pdf', "attachment; filename=\"ab.pdf\"; filename*=UTF-8''a%3Bb.pdf"),
    ],
)
def test_the_header_is_always_an_attachment_in_plain_letters(given: str, expected: str) -> None:
    """One line, ASCII, with the full name beside it."""
    assert expected == disposition(given)
    assert disposition(given).isascii()
