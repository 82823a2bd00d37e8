"""What is accepted as an attachment, and why something is not."""

import io
import zipfile

import pytest

from consult.documents import ACCEPTED, TooLarge, WrongType, sniff

PNG, PDF, JPEG = b"\x89PNG\r\n\x1a\n...", b"%PDF-1.7 ...", b"\xff\xd8\xff\xe0..."


def office(main: str, *, types: bytes = b"<Types/>", **more: bytes) -> bytes:
    """Make an Office file with its main member and others."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, data in {main: b"<x/>", **more}.items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("note.pdf", PDF),
        ("map.PNG", PNG),
        ("photo.jpg", JPEG),
        ("photo.jpeg", JPEG),
        ("note.docx", office("word/document.xml")),
        ("data.xlsx", office("xl/workbook.xml")),
        ("talk.pptx", office("ppt/presentation.xml")),
        ("readme.txt", "Señal\r\n".encode()),
        ("orbit.csv", b"a,b\n1,2\n"),
        ("orbit.json", b'\xef\xbb\xbf{"a": 1}'),
    ],
)
def test_an_accepted_type_is_known_by_its_content(name: str, data: bytes) -> None:
    """Name and content say the same."""
    assert ACCEPTED[name.rpartition(".")[2].lower()] == sniff(data, name)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("note.pdf", PNG, "the content is PNG"),
        ("note.txt", PDF, "the content is PDF"),
        ("data.xlsx", office("word/document.xml"), "the content is DOCX"),
        ("photo.png", b"plain text", "the content is TXT"),
        ("page.html", b"<p>", "“.html” is not accepted"),
        ("page.svg", b"<svg/>", "“.svg” is not accepted"),
        ("nothing", b"x", "without an ending is not accepted"),
        ("run.pdf.exe", PDF, "“.exe” is not accepted"),
        ("empty.pdf", b"", "empty"),
        ("note.docx", office("other.xml"), "no Office file"),
        ("note.docx", b"PK\x03\x04 broken", "damaged or encrypted"),
        ("note.docx", office("word/document.xml", **{"word/vbaProject.bin": b"x"}), "macros"),
        ("note.docx", office("word/document.xml", types=b"ms-word.document.macroEnabled.main+xml"), "macros"),
        ("note.docx", office("word/document.xml").replace(b"_Types].xml\xb3", b"_Types].xml\xff", 1), "damaged"),
        ("note.docx", office("word/document.xml", **{"word/media/bomb": b"\0" * 30_000_000}), "beyond reason"),
        ("note.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "older Office format"),
        ("note.txt", b"\xff\xfe\x00", "no text in UTF-8"),
        ("note.txt", b"a\x00b", "control characters"),
        ("orbit.json", b"{broken", "cannot be read as JSON"),
        ("orbit.json", b"[" * 200_000, "cannot be read as JSON"),
    ],
)  # fmt: skip
def test_what_is_not_accepted_is_refused_with_its_reason_and_the_list(name: str, data: bytes, reason: str) -> None:
    """Mislabelled, dangerous, damaged or unknown."""
    with pytest.raises(WrongType) as refused:
        sniff(data, name)

    assert reason in refused.value.reason
    assert "Accepted are PDF" in str(refused.value)


def test_an_encrypted_archive_is_refused() -> None:
    """The flag of its members says so."""
    data = bytearray(office("word/document.xml"))
    for at in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        data[at + 8] |= 1

    with pytest.raises(WrongType) as refused:
        sniff(bytes(data), "note.docx")

    assert "encrypted" in refused.value.reason


def test_a_file_beyond_the_limit_is_refused_with_the_limit() -> None:
    """The size is looked at before the content."""
    with pytest.raises(TooLarge) as refused:
        sniff(b"x" * (3 * 1024 * 1024), "note.pdf", limit=2 * 1024 * 1024)

    assert "at most 2 MB" in str(refused.value)
