"""Imported cases: files of other installations, checked, brought in to be read, and removed again."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from consult import clock, imported
from consult.documents import Store, disposition, stores_of
from consult.documents.errors import MEGABYTE
from consult.i18n import _
from consult.imported.keeping import HERE, TRUSTED, AlreadyThere, Importer, Prepared, Trusting, require_reader
from consult.log.exporting import CHUNK
from consult.pages.imported import document_of, imported_page
from consult.pages.imports import Found, ImportsPage, NoPolicy, found_of, refused, trusting
from consult.refusals import Malformed, Unknown
from consult.visibility import Viewer
from consult.web import identity
from consult.web.log import trusted
from consult.web.parts import parts, reader, writing
from consult.web.rendering import render

bp = Blueprint("imports", __name__, url_prefix="/imports")


def store() -> Store:
    """Give the store of imported files."""
    return stores_of(parts().settings).imports


@bp.get("")
def index() -> tuple[str, int]:
    """Show what one's party imported, and the form that checks a file. 404 for whoever takes no part in preparing."""
    return render("imports/index.html", _page(request.args.get("words", "")[:100]))


def _page(words: str = "", found: Found | None = None, fault: str = "") -> ImportsPage:
    rows = imported.list_imported(reader(), Viewer.of(identity.acting_for()), words)
    most = parts().settings.uploads.request_bytes // MEGABYTE
    whose, policy = _whose(), request.form.get("policy", "")
    has = trusted() is not None
    return ImportsPage(_("Imported cases"), rows, words, has, most, whose, policy, fault, found)


def _whose() -> str:
    given = request.form.get("trusted", HERE)
    return given if given in TRUSTED else HERE


@bp.post("/check")
def check() -> tuple[str, int]:
    """Check a file and say what importing it would mean; nothing is stored. 422 where it is not taken."""
    try:
        with uploaded(request.files.get("upload")) as (path, _file):
            prepared = imported.prepare(
                reader(), Viewer.of(identity.acting_for()), path, _trusting(), parts().settings.uploads
            )
            return render("imports/index.html", _page(found=found_of(prepared)))
    except AlreadyThere as there:
        return render("imports/index.html", _page(found=Found(there.sentence, "there", known_as=there.ref)), 409)
    except imported.Refused as fault:
        return render("imports/index.html", _page(found=refused(fault)), 422)
    except NoPolicy as fault:
        return render("imports/index.html", _page(fault=str(fault)), 422)


@bp.post("")
def bring_in() -> AnyResponse | tuple[str, int]:
    """Import the file that was checked. 303 to it; 422 where it is another, or is not taken, 409 where it is here."""
    by = identity.acting_for()
    try:
        with uploaded(request.files.get("upload")) as (path, file):
            prepared = imported.prepare(reader(), Viewer.of(by), path, _trusting(), parts().settings.uploads)
            require_checked(prepared, request.form.get("checked"))
            ref = imported.keep(parts().engine, writing, store(), prepared, file, clock.now(), Importer.of(by))
    except imported.Refused as fault:
        return render("imports/index.html", _page(found=refused(fault)), 422)
    except NoPolicy as fault:
        return render("imports/index.html", _page(fault=str(fault)), 422)
    flash(_("Imported. It can be read here by your party alone, and nobody acts in it."))
    return redirect(url_for(".show", ref=ref), code=303)


def require_checked(prepared: Prepared, checked: str | None) -> None:
    """Refuse another file than the one that was checked."""
    if checked != prepared.digest:
        raise imported.Refused("other-file", _("This is not the file that was checked. Nothing was imported."))


def take_out(ref: str) -> None:
    """Remove what was imported, and free its file."""
    by = identity.acting_for()
    with writing() as conn:
        digest = imported.remove(conn, Importer.of(by), ref, clock.now())
    imported.free(parts().engine, store(), digest)


def _trusting() -> Trusting:
    return trusting(_whose(), request.form.get("policy", ""), trusted())


class uploaded:
    """The file that was sent, in a folder that is gone afterwards; Malformed where none was, Unknown for others."""

    def __init__(self, sent: FileStorage | None) -> None:
        """Keep what was sent."""
        self.sent = sent

    def __enter__(self) -> tuple[Path, IO[bytes]]:
        """Write it to the folder, piece by piece."""
        require_reader(Viewer.of(identity.acting_for()))
        sent = self.sent
        if sent is None or not sent.filename:
            raise Malformed({_("File"): _("Choose a file to check.")})
        self.folder = TemporaryDirectory(prefix="consult-import-")
        path = Path(self.folder.name) / "bundle.zip"
        sent.save(path, CHUNK)
        self.file = path.open("rb")
        return path, self.file

    def __exit__(self, *_fault: object) -> None:
        """Let go of it."""
        self.file.close()
        self.folder.cleanup()


@bp.get("/<ref>")
def show(ref: str) -> tuple[str, int]:
    """Show an imported case. 404 where one's party has none under this reference."""
    held = imported.find(reader(), Viewer.of(identity.acting_for()), ref)
    return render("imports/show.html", imported_page(reader(), held))


@bp.get("/<ref>/documents/<digest>")
def give(ref: str, digest: str) -> Response:
    """Give a document of an imported case, as an attachment. 404 where there is none."""
    held = imported.find(reader(), Viewer.of(identity.acting_for()), ref)
    found = document_of(reader(), held, digest)
    if found is None:
        raise Unknown
    bundle = store().lend(held.row.sha256)
    answer = Response(_member(bundle, found.path), mimetype=found.media)
    answer.call_on_close(bundle.close)
    answer.headers["Content-Disposition"] = disposition(found.name)
    return answer


def _member(bundle: IO[bytes], name: str) -> Iterator[bytes]:
    """Read a file of an imported bundle piece by piece, and close the bundle."""
    with bundle, zipfile.ZipFile(bundle) as packed, packed.open(name) as member:
        while piece := member.read(CHUNK):
            yield piece


@bp.post("/<ref>/remove")
def remove(ref: str) -> AnyResponse:
    """Remove what was imported: an entry of the log says so. 404 where there is nothing to remove."""
    take_out(ref)
    flash(_("Removed. The log of your party says that it was here."))
    return redirect(url_for(".index"), code=303)
