"""Long work: files that were asked for, how far each is, taking one, trying again, removing."""

from base64 import b64encode
from typing import Literal

from flask import Response, request
from pydantic import Field

from consult import clock
from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.frame.paging import Cursor, following, nowhere
from consult.api.frame.problems import OtherVersion
from consult.api.values.files import FileList, FileValue, file_value
from consult.documents import disposition
from consult.outputs.keeping import OutputStore
from consult.outputs.taking import enter_once, file_of
from consult.pages.outputs import output_line, outputs_page
from consult.refusals import Unknown
from consult.web import outputs
from consult.web.lending import send_lent
from consult.web.parts import close_reader, parts, reader, writing

noun = Noun("files", "Files", "Files that take a while to make: reports, audit logs, bundles.")
LOOK_AGAIN = "2"
"""Seconds after which to ask again how far a file is."""


class FileQuery(Cursor):
    """Where the list of files goes on."""

    after: str = Field("", max_length=40, description="Key of the last file of the page before.")
    sort: Literal["-asked_at"] = Field("-asked_at", description="The newest first.")


def asked_for(key: str) -> Answer:
    """Answer that a file is being made: 202, where to ask how far it is, and when to ask again."""
    close_reader()
    by, row = outputs.found(key)
    return _shown(file_value(output_line(row, by, clock.now()), PREFIX), 202)


def _shown(value: FileValue, status: int) -> Answer:
    under_way = value.state in ("waiting", "working")
    headers = {"Location": value.hrefs["self"]} if status == 202 else {}
    return Answer(value, status, headers | ({"Retry-After": LOOK_AGAIN} if under_way else {}))


@noun.get("/files", answers=FileList, query=FileQuery, refuses=(404, 422))
def index(asked: Asked) -> Answer:
    """List the files that people of the own party asked for, as far as the token covers them, the newest first."""
    query, by = asked.query, outputs.asking()
    try:
        page = outputs_page(reader(), by, outputs.makers(), asked.at, after=query.after, size=query.size)
    except Unknown:
        raise nowhere() from None
    onward, headers = following(page.following)
    return Answer(FileList(tuple(file_value(one, PREFIX) for one in page.lines), onward), headers=headers)


@noun.get(
    "/files/<key>",
    answers=FileValue,
    refuses=(404,),
    follows={"files_give": {"key": "$response.body#/key"}, "files_remove": {"key": "$response.body#/key"}},
)
def show(asked: Asked, key: str) -> Answer:
    """Show how far a file is.

    While it is being made, `Retry-After` says when to ask again; ready, it names its content.
    """
    by, row = outputs.found(key)
    return _shown(file_value(output_line(row, by, asked.at), PREFIX), 200)


@noun.get("/files/<key>/content", refuses=(404, 409, 412, 416), raw="application/octet-stream", ranged=True)
def give(asked: Asked, key: str) -> Response:
    """Give the bytes of a file, or the part that is asked for.

    That it was taken is entered in the log of the own party, once an hour for each token. `Repr-Digest` (RFC 9530) is
    that of the whole file, whichever part is given. 409 where it is not ready, or may not be read as it is any more.
    """
    by, row = outputs.found(key)
    store = OutputStore.of(parts().settings)
    answer = send_lent(file_of(reader(), by, row, outputs.makers()[row.what], store, asked.at), row.media)
    answer.set_etag(row.digest)
    answer.headers["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(row.digest)).decode()}:"
    answer.headers["Content-Disposition"] = disposition(row.name)
    answer.make_conditional(request.environ, accept_ranges=True, complete_length=row.size)
    try:
        if answer.status_code == 412:
            raise OtherVersion
        if answer.status_code in (200, 206) and request.method == "GET":
            with writing() as connection:
                enter_once(connection, by, row, asked.at)
    except BaseException:
        answer.close()
        raise
    return answer


@noun.post("/files/<key>/retry", answers=FileValue, status=202, refuses=(404, 409), waits=True)
def retry(asked: Asked, key: str) -> Answer:
    """Have a file made again that could not be made, or whose time was over."""
    outputs.make_again(key)
    return asked_for(key)


@noun.delete("/files/<key>", status=204, refuses=(404,))
def remove(asked: Asked, key: str) -> None:
    """Remove a file; one that is being made is given up."""
    outputs.forget(key)
