"""`consult remote documents`: files of a case, attached and had again by the digest of their bytes."""

import mimetypes
from hashlib import sha256
from pathlib import Path

import click

from consult.commands.remote import case as shown
from consult.commands.remote.filing import LEVELS
from consult.commands.remote.saving import save
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.faults import Declined, Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.uploads import upload

CASE = click.argument("case")


@click.group("documents")
def documents() -> None:
    """Documents of a case: list, put, get."""


@documents.command("list")
@CASE
@works
def list_documents(at: Session, case: str) -> None:
    """List the documents that may be had."""
    answer = at.remote.get(entries.under(entries.CASES, case))
    at.show(answer, lambda told: shown.documents(told.parts("documents")))


@documents.command("put")
@CASE
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--level", default="C2", type=click.Choice(LEVELS), show_default=True)
@click.option("--language", default="en", show_default=True)
@works
def put(at: Session, case: str, file: Path, level: str, language: str) -> None:
    """Attach a file to what your side prepares; a filing then names it by the digest that is printed."""
    content = file.read_bytes()
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    place = at.case(case).part("hrefs").required("documents")
    told = upload(at.remote, place, file.name, kind, content, level=level, language=language)
    if told.text("digest") != sha256(content).hexdigest():
        raise Declined(_("The instance says that it holds another file than %(path)s.", path=line(file)))
    shown.documents([told])


@documents.command("get")
@CASE
@click.argument("document", metavar="DIGEST|NAME")
@click.option("--out", type=click.Path(path_type=Path), help="A new file; without it, one of the document's name here.")
@works
def get(at: Session, case: str, document: str, out: Path | None) -> None:
    """Fetch a document; what came is kept only if it has the digest by which the record names it."""
    found = _find(at.case(case), document)
    save(at, found.required("href"), out or Path(plain_name(found.text("name"))), digest=found.required("digest"))


def _find(case: Said, document: str) -> Said:
    """Find the one document that is meant, by the beginning of its digest or by its name."""
    told = case.parts("documents")
    by_digest = [one for one in told if len(document) >= 6 and one.text("digest").startswith(document)]
    named = by_digest or [one for one in told if one.text("name") == document]
    if len({one.text("digest") for one in named}) != 1:
        raise Unfit(_("Name one document of the case, by its digest or its name: consult remote documents list"))
    return named[0]


def plain_name(name: str) -> str:
    """Give a name under which a file may be kept here: no folder, nothing hidden, nothing that cannot be typed."""
    kept = "".join(
        sign if sign.isalnum() or sign in "._- ()" else "_" for sign in name.replace("\\", "/").split("/")[-1]
    )
    return kept.lstrip(". ")[:120] or "document"
