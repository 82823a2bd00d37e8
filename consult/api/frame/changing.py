"""Changes beside the cases: made in one transaction, once for a key, by the function that the page's route calls."""

from flask import request

from consult.api.frame.declaring import Asked
from consult.repeating import Change, once
from consult.web.parts import writing
from workflows.kernel.editions import digest_of


def change(asked: Asked, made: Change) -> tuple[str, bool]:
    """Make a change; give what names what was made, and whether the same request had made it before."""
    body = asked.body.model_dump(mode="json") if asked.body is not None else {}
    told = digest_of([asked.by.party_key, request.method, request.path, body])
    with writing() as connection:
        return once(connection, asked.by, asked.key, told, asked.at, made)


def alter(asked: Asked, made: Change) -> None:
    """Make a change to something that the address names, once for a key."""
    change(asked, made)


def status_of(repeated: bool) -> int:
    """Give the status of an answer that names something new, or what was new when the request came first."""
    return 200 if repeated else 201
