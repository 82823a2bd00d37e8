"""Imported cases: a file of another installation checked first, brought in to be read, and removed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Annotated, Literal

from flask import Response
from pydantic import ConfigDict, Field, WithJsonSchema
from werkzeug.datastructures import FileStorage

from consult import imported
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following, nowhere
from consult.api.frame.reading import Misfit
from consult.api.values.imports import (
    ImportCheck,
    ImportedList,
    ImportedValue,
    ImportReceipt,
    import_check,
    imported_item,
    imported_value,
)
from consult.imported.keeping import Importer, Prepared, require_reader
from consult.pages.imported import imported_page
from consult.pages.imports import NoPolicy, found_of, trusting
from consult.refusals import Unknown
from consult.visibility import Viewer
from consult.web import imports
from consult.web.log import trusted
from consult.web.parts import parts, reader, writing

noun = Noun("imports", "Imports", "Cases of other installations, checked and brought in to be read.")


class Bundle(Body):
    """A bundle, and by whose policy it is checked: that of this installation, one that is given, or its own."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    upload: Annotated[FileStorage, WithJsonSchema({"type": "string", "format": "binary"})]
    trusted: Literal["here", "given", "bundle"] = "here"
    policy: str = Field("", max_length=100_000)


class CheckedBundle(Bundle):
    """A bundle that was checked: `checked` is the digest that the check gave."""

    checked: str = Field(max_length=64)


class ImportQuery(Cursor):
    """What the list is narrowed to, and where it goes on."""

    words: str = Field("", max_length=100, description="Words of title, case, procedure, log or reference.")
    after: str = Field("", max_length=40, description="Reference of the last one of the page before.")
    sort: Literal["-imported_at"] = Field("-imported_at", description="The newest first.")


@noun.get("/imports", answers=ImportedList, query=ImportQuery, refuses=(404, 422))
def index(asked: Asked) -> Answer:
    """List what the own party imported.

    404 for a token that takes no part in what the party prepares, or that is for some cases alone.
    """
    query = asked.query
    viewer = Viewer.of(asked.by)
    require_reader(viewer)
    try:
        rows = imported.list_imported(reader(), viewer, query.words, after=query.after, most=query.size + 1)
    except Unknown:
        raise nowhere() from None
    onward, headers = following(rows[query.size - 1].ref if len(rows) > query.size else None)
    items = tuple(imported_item(row, PREFIX) for row in rows[: query.size])
    return Answer(ImportedList(items, onward), headers=headers)


@noun.post("/imports/check", answers=ImportCheck, upload=Bundle, refuses=(404, 409, 413, 422))
def check(asked: Asked) -> ImportCheck:
    """Check a bundle and say what importing it would mean: nothing is stored.

    409 where this very file is here already, 422 where it is not taken.
    """
    with _prepared(asked) as (prepared, _file):
        return import_check(found_of(prepared))


@noun.post(
    "/imports",
    answers=ImportReceipt,
    status=201,
    upload=CheckedBundle,
    refuses=(404, 409, 413, 422),
    follows={"imports_show": {"ref": "$response.body#/ref"}, "imports_remove": {"ref": "$response.body#/ref"}},
)
def bring_in(asked: Asked) -> Answer:
    """Import the bundle that was checked: to be read by the own party alone; nobody acts in it.

    422 for another file than the one that was checked.
    """
    with _prepared(asked) as (prepared, file):
        imports.require_checked(prepared, asked.body.checked)
        ref = imported.keep(parts().engine, writing, imports.store(), prepared, file, asked.at, Importer.of(asked.by))
    here = f"{PREFIX}/imports/{ref}"
    return Answer(ImportReceipt(ref, here), headers={"Location": here})


@contextmanager
def _prepared(asked: Asked) -> Iterator[tuple[Prepared, IO[bytes]]]:
    """Give the bundle that was sent, checked, and its file; Misfit with the reason where it is not taken."""
    sent, viewer = asked.body, Viewer.of(asked.by)
    try:
        policy = trusting(sent.trusted, sent.policy, trusted())
        with imports.uploaded(sent.upload) as (path, file):
            yield imported.prepare(reader(), viewer, path, policy, parts().settings.uploads), file
    except NoPolicy as fault:
        raise Misfit([("/policy", str(fault))]) from None
    except imported.Refused as fault:
        raise Misfit([("/upload", fault.sentence)]) from None


@noun.get("/imports/<ref>", answers=ImportedValue, refuses=(404,))
def show(asked: Asked, ref: str) -> ImportedValue:
    """Show an imported case: where it comes from, where it stood, its entries with what was filed."""
    held = imported.find(reader(), Viewer.of(asked.by), ref)
    return imported_value(imported_page(reader(), held), PREFIX)


@noun.get("/imports/<ref>/documents/<digest>", refuses=(404,), raw="application/octet-stream")
def give(asked: Asked, ref: str, digest: str) -> Response:
    """Give the bytes of a document that came along."""
    return imports.give(ref, digest)


@noun.delete("/imports/<ref>", status=204, refuses=(404,))
def remove(asked: Asked, ref: str) -> None:
    """Remove what was imported: the log of the own party says that it was here."""
    imports.take_out(ref)
