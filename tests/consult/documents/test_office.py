"""Office files that would harm whoever opens them, and archives that are not what they say."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from consult.documents import WrongType, sniff
from consult.documents.office import MOST_MEMBERS, MOST_OF_A_LIST
from tests.consult.documents.test_sniffing import JPEG, PDF, PNG, office

REL = '<Relationships xmlns="x"><Relationship Id="a" Type="{0}" Target="{1}" TargetMode="{2}"/></Relationships>'
OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><w>&c;</w>'
)
OUTWARD = '<!DOCTYPE w SYSTEM "https://elsewhere.example/a.dtd"><w/>'


def related(kind: str, to: str, mode: str = "External") -> bytes:
    """Make a Word file with one relation."""
    return office("word/document.xml", **{"word/_rels/document.xml.rels": REL.format(kind, to, mode).encode()})


def with_part(name: str, data: bytes) -> bytes:
    """Make a Word file with one more part."""
    return office("word/document.xml", **{name: data})


def packed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Make a Word file and let something be done to it while it is written."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
        change(archive)
    return held.getvalue()


def with_name(name: str) -> bytes:
    """Make a Word file with one more part of a name."""
    return packed(lambda archive: archive.writestr(name, "x"))


def linked() -> bytes:
    """Make a Word file that holds a symbolic link."""
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    return packed(lambda archive: archive.writestr(link, "/etc/passwd"))


def many() -> bytes:
    """Make a Word file of too many parts."""
    return packed(lambda archive: [archive.writestr(f"a{n}", "") for n in range(MOST_MEMBERS)] and None)


def overlapping() -> bytes:
    """Make a Word file of which a hundred names share the bytes of one member, so that little becomes much."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/media/000", bytes(range(256)) * 40)
        one = archive.infolist()[-1]
        for n in range(1, 100):
            copy = zipfile.ZipInfo(f"word/media/{n:03}")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(copy, name, getattr(one, name))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
        archive._didModify = True
    return held.getvalue()


def claiming_less() -> bytes:
    """Make a Word file of which a list says that it is small, and is not."""
    data = office("word/document.xml", **{"word/_rels/document.xml.rels": b" " * 3_000_000})
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/_rels"))
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_part("word/styles.xml", BOMB.encode()), "defines entities"),
        (with_part("word/styles.xml", BOMB.encode("utf-16")), "defines entities"),
        (with_part("word/STYLES.XML", OUTWARD.encode()), "defines entities"),
        (with_part("word/_rels/a.xml.rels", BOMB.encode()), "defines entities"),
        (with_part("word/styles.xml", b"<!-- " + b"-" * 70_000 + b" --><w/>"), "damaged"),
        (with_part("word/styles.xml", b"<!--" + b" " * 70_000 + b"--><w/>"), "damaged"),
        (with_part("word/styles.xml", b"\x00\x01 no XML"), "damaged"),
        (with_part("word/styles.xml", b'<?xml version="1.0" encoding="utf-7"?><w/>'), "damaged"),
        (related(f"{OF}/attachedTemplate", "https://elsewhere.example/a.dotm"), "from elsewhere"),
        (related(f"{OF}/oleObject", "file://server/share"), "from elsewhere"),
        (related(f"{OF}/image", "https://elsewhere.example/a.png", "external"), "from elsewhere"),
        (with_part("word/activeX/activeX1.xml", b"<x/>"), "macros"),
        (with_name("../../etc/cron.d/x"), "outside"),
        (with_name("/etc/passwd"), "outside"),
        (with_name("..\\..\\x"), "outside"),
        (with_name("C:/x"), "outside"),
        (with_name("word/Document.xml"), "twice"),
        (linked(), "outside"),
        (many(), "beyond reason"),
        (overlapping(), "beyond reason"),
        (office("word/document.xml", types=b" " * (MOST_OF_A_LIST + 1)), "beyond reason"),
        (claiming_less(), "damaged"),
        (b"PK\x03\x04<script>alert(1)</script>" + office("word/document.xml"), "beyond reason"),
        (office("word/document.xml") + b"<script>alert(1)</script>", "damaged"),
    ],
)  # fmt: skip
def test_an_office_file_that_would_harm_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    """Entities, parts from elsewhere, controls, names that lead out, members over each other, lists beyond measure."""
    with pytest.raises(WrongType) as refused:
        sniff(data, "note.docx")

    assert reason in refused.value.reason


def test_a_link_that_a_reader_may_follow_and_a_part_of_its_own_are_accepted() -> None:
    """Most documents have both."""
    for data in (
        related(f"{OF}/hyperlink", "https://www.unoosa.org"),
        related(f"{OF}/image", "media/a.png", "Internal"),
        with_part("word/embeddings/table.xlsx", office("xl/workbook.xml")),
        with_part("word/theme/theme1.xml", '<?xml version="1.0" encoding="UTF-16"?><w/>'.encode("utf-16")),
    ):
        assert sniff(data, "note.docx").endswith("wordprocessingml.document")


@pytest.mark.parametrize(("name", "start"), [("a.pdf", PDF), ("a.png", PNG), ("a.jpg", JPEG)])
def test_an_archive_behind_another_beginning_is_refused(name: str, start: bytes) -> None:
    """A picture that is a program to another reader (GIFAR), a paper that unpacks."""
    with pytest.raises(WrongType) as refused:
        sniff(start + office("word/document.xml"), name)

    assert "two types at once" in refused.value.reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", b"GIF89a/*" + b"\x00" * 20),
        ("a.pdf", b"<html>%PDF-1.7 ..."),
        ("a.jpg", b"<svg onload=alert(1)>"),
        ("a.docx", b"<html>" + office("word/document.xml")),
        ("a.txt", office("word/document.xml")),
        ("a.csv", b"MZ\x90\x00"),
        ("a.json", b"<script>alert(1)</script>"),
    ],
)
def test_what_begins_as_something_else_is_not_taken_under_an_accepted_name(name: str, data: bytes) -> None:
    """A page before a paper, a program under the name of a table."""
    with pytest.raises(WrongType):
        sniff(data, name)
