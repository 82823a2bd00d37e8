"""Which Office file an archive is, and whether whoever opens it is safe from it, as far as can be told without opening.

Nothing is unpacked here but the beginnings of its parts and its lists of relations, each bounded. Refused are macros
and controls, what is encrypted, what grows beyond reason (by number, in all, or by members that lie over each other),
names that stand twice or lead out of the archive, links, parts that define entities, and parts that are fetched from
elsewhere when the file is opened; a link that a reader may follow is none of these. Not modelled: what lies in a file
within the file, and fields that ask another program for their content.
"""

import io
import stat
import zipfile
import zlib
from xml.parsers import expat

from consult.documents.errors import WrongType
from consult.i18n import _

MAIN_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
MOST_MEMBERS, MOST_GROWTH, MOST_OPENED = 5_000, 200, 1024 * 1024 * 1024
TYPES = "[Content_Types].xml"
MOST_OF_A_LIST = 1024 * 1024
"""Bytes of the list of types, and of each list of relations; those of large files have a tenth of it."""
MOST_BEFORE_ROOT = 64 * 1024
PIECE = 4096
LINKS = "/hyperlink"
_LOCAL_HEADER, _ENDING = 30, 22
_DAMAGED = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, zlib.error),
    *(expat.ExpatError, LookupError),
)


class _RootReached(Exception):
    """The beginning of a part was read, and nothing in it was wrong."""


def office_kind(data: bytes) -> str:
    """Answer which Office file an archive is; WrongType with the reason for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _require_modest(members, len(data))
            _require_whole(archive, members, data)
            names = {member.filename for member in members}
            types = _read(archive, TYPES) if TYPES in names else b""
            _require_still(names, types)
            _require_plain_parts(archive, names)
    except _DAMAGED:
        raise WrongType(_("The archive is damaged or encrypted.")) from None
    kinds = [kind for main, kind in MAIN_MEMBERS.items() if main in names and types]
    if len(kinds) != 1:
        raise WrongType(_("The content is an archive and no Office file."))
    return kinds[0]


def is_archive_too(data: bytes) -> bool:
    """Say whether a file of another beginning ends as an archive does, so that it would be one to another program."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_535 - _ENDING))
    return at >= 0 and at + _ENDING + int.from_bytes(data[at + 20 : at + 22], "little") == len(data)


def _require_modest(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive that is encrypted or grows beyond reason."""
    if any(member.flag_bits & 1 for member in members):
        raise WrongType(_("The archive is damaged or encrypted."))
    opened = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or opened > min(MOST_OPENED, MOST_GROWTH * size):
        raise WrongType(_("The archive grows beyond reason when it is opened."))


def _require_whole(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Refuse an archive with anything before, between or behind its members, which programs read differently."""
    at = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < at or (at == 0 and member.header_offset):
            raise WrongType(_("The archive grows beyond reason when it is opened."))
        at = member.header_offset + _LOCAL_HEADER + len(member.orig_filename) + member.compress_size
    if at > archive.start_dir or data[-_ENDING:][:4] != b"PK\x05\x06":
        raise WrongType(_("The archive is damaged or encrypted."))
    alike = [member.filename.casefold() for member in members]
    if len(set(alike)) < len(alike) or any(_leads_out(member) for member in members):
        raise WrongType(_("The archive names a part twice, or one outside of it."))


def _leads_out(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    steps = name.split("/")
    return name.startswith("/") or ".." in steps or ":" in steps[0] or stat.S_ISLNK(member.external_attr >> 16)


def _require_still(names: set[str], types: bytes) -> None:
    """Refuse what acts by itself when the file is opened."""
    if any("vba" in name.lower() or "/activex/" in f"/{name.lower()}" for name in names) or b"macroEnabled" in types:
        raise WrongType(_("The file holds macros."))


def _require_plain_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse parts that define entities, and relations by which a part is fetched from elsewhere."""
    for name in sorted(names):
        if name.lower().endswith(".rels"):
            _require_here(_read(archive, name))
        elif name.lower().endswith((".xml", ".vml")):
            _require_no_entities(archive, name)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a list whole, within its bound."""
    if archive.getinfo(name).file_size > MOST_OF_A_LIST:
        raise WrongType(_("The archive grows beyond reason when it is opened."))
    return archive.read(name)


def _parser() -> expat.XMLParserType:
    """Make a parser that refuses every definition of a document's type, and with it every entity."""
    parser = expat.ParserCreate()

    def refuse(*_declared: object) -> None:
        raise WrongType(_("A part of the file defines entities, which no Office program writes."))

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _require_no_entities(archive: zipfile.ZipFile, name: str) -> None:
    parser = _parser()

    def reach(*_root: object) -> None:
        raise _RootReached

    parser.StartElementHandler = reach
    with archive.open(name) as part:
        try:
            for _piece in range(MOST_BEFORE_ROOT // PIECE):
                piece = part.read(PIECE)
                parser.Parse(piece, not piece)
        except _RootReached:
            return
    raise WrongType(_("The archive is damaged or encrypted."))


def _require_here(relations: bytes) -> None:
    parser = _parser()

    def look(_name: str, said: dict[str, str]) -> None:
        if said.get("TargetMode", "").lower() == "external" and not said.get("Type", "").endswith(LINKS):
            sentence = _(
                "The file fetches parts from elsewhere when it is opened. Break these links, and save it again."
            )
            raise WrongType(sentence)

    parser.StartElementHandler = look
    parser.Parse(relations, True)
