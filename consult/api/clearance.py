"""Clearance inside the own party: the queue, its lane, a paper in it, its moves and comments; for the own party alone.

The lane itself is changed from the pages by whoever manages the party: a system could open its own way out.
"""

from typing import Literal

from pydantic import Field

from consult import drafts
from consult.api.drafts import version_meant
from consult.api.frame.answering import tag
from consult.api.frame.changing import alter
from consult.api.frame.declaring import PREFIX, Answer, Asked, Body, Query
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.clearance import (
    ClearanceValue,
    LaneValue,
    QueueValue,
    clearance_value,
    lane_value,
    queue_value,
)
from consult.clearing.comments import comment, settle_comment
from consult.clearing.moving import MOVES, Wanted, pass_stage
from consult.pages import drafts as pages
from consult.pages.lanes.paper import paper_page
from consult.pages.lanes.queue import queue_page
from consult.pages.lanes.setting import setting_page
from consult.pages.lanes.view import fields_to_comment
from consult.refusals import Malformed
from consult.web.parts import close_reader, parts, reader, writing

noun = Noun("clearance", "Clearance", "Papers on their way through the own party; nobody else sees them.")
_SAME = {"ref": "$response.body#/ref"}
_AS_READ = {**_SAME, "header.If-Match": "$response.header.ETag"}
ONWARD = {"drafts_show": _SAME, "clearance_move": _AS_READ, "clearance_comment_on": _SAME}


class ClearanceMove(Body):
    """A move of a paper: pass it on, skip an advisory stage, send it back (with a reason, to the key of an earlier
    stage), take a stage over, recall it, or restart it under the present lane. `turn` is the one that was read."""

    move: Literal["pass", "skip", "send_back", "take_over", "recall", "restart"]
    turn: int = Field(ge=0, le=2**31 - 1)
    reason: str = Field("", max_length=2000)
    to: str = Field("", max_length=20)


class Comment(Body):
    """What is to be said, on one question of the paper by its key, or on the whole."""

    words: str = Field(max_length=4000)
    field: str = Field("", max_length=120)


class Settling(Body):
    """Whether a comment is settled."""

    settled: bool


class QueueQuery(Query):
    """Where the queue goes on."""

    before: str = Field("", max_length=40, description="Papers that were changed before this one.")


@noun.get("/clearance", answers=QueueValue, query=QueueQuery, refuses=(404,), follows={})
def index(asked: Asked) -> QueueValue:
    """List what waits in clearance.

    For whoever asks, and for others of the party: with whom it is, what it commits to, what happens if nobody acts.
    """
    return queue_value(queue_page(reader(), parts().docket, asked.by, asked.at, asked.query.before), PREFIX)


@noun.get("/clearance/lane", answers=LaneValue, refuses=(404,))
def show_lane(asked: Asked) -> LaneValue:
    """Show the lane of the own party as it is now."""
    return lane_value(setting_page(reader(), dict(parts().docket.forms), asked.by, asked.at))


@noun.get("/drafts/<ref>/clearance", answers=ClearanceValue, refuses=(404, 409), tagged=True, follows=ONWARD)
def show(asked: Asked, ref: str) -> Answer:
    """Show where a draft of the own party stands in clearance.

    With its stages, moves and comments. The tag is that of the draft. 409 once it was sent or discarded.
    """
    return _shown(asked, ref)


@noun.post(
    "/drafts/<ref>/clearance/moves",
    answers=ClearanceValue,
    body=ClearanceMove,
    refuses=(403, 404, 409, 412, 422, 428),
    matches=True,
    tagged=True,
    example={"move": "pass", "turn": 0},
    follows=ONWARD,
)
def move(asked: Asked, ref: str) -> Answer:
    """Move a draft in the clearance of the own party, over the text (If-Match) and the turn that were read.

    409 where somebody moved it meanwhile, or it is not whoever asks who may.
    """
    row = drafts.find(reader(), asked.by, ref)
    body = asked.body
    wanted = Wanted(ref, version_meant(asked, row), body.turn, body.reason, body.to)
    is_pass = body.move == "pass"
    spec = pages.spec_to_clear(reader(), parts().docket, asked.by, ref, asked.at) if is_pass else None
    try:
        with writing() as connection:
            if spec is not None:
                pass_stage(connection, asked.by, wanted, spec, asked.at)
            else:
                MOVES[body.move](connection, asked.by, wanted, asked.at)
    except Malformed as fault:
        where = {"to": "/to", "reason": "/reason"}
        raise Misfit((where.get(name, f"/filing/{name}"), said) for name, said in fault.fields.items()) from None
    return _shown(asked, ref)


@noun.post(
    "/drafts/<ref>/comments",
    answers=ClearanceValue,
    body=Comment,
    refuses=(404, 409, 422),
    keyed=True,
    tagged=True,
    example={"words": "The second sentence binds us."},
    follows=ONWARD,
)
def comment_on(asked: Asked, ref: str) -> Answer:
    """Comment on a draft of the own party.

    Nobody else ever reads it.
    """
    _row, spec = pages.spec_of(reader(), parts().docket, asked.by, ref, asked.at)
    labels, body = fields_to_comment(spec), asked.body

    def say(connection: object) -> str:
        return str(comment(connection, asked.by, ref, body.field, body.words, labels, asked.at))  # type: ignore[arg-type] # the frame's connection

    alter(asked, say)
    return _shown(asked, ref)


@noun.post(
    "/drafts/<ref>/comments/<int:number>",
    answers=ClearanceValue,
    body=Settling,
    refuses=(404, 409, 422),
    tagged=True,
    example={"settled": True},
    follows=ONWARD,
)
def settle(asked: Asked, ref: str, number: int) -> Answer:
    """Settle a comment on a draft of the own party, or open it again."""
    with writing() as connection:
        settle_comment(connection, asked.by, ref, number, asked.at, settled=asked.body.settled)
    return _shown(asked, ref)


def _shown(asked: Asked, ref: str) -> Answer:
    close_reader()
    page = paper_page(reader(), parts().docket, asked.by, ref, asked.at)
    return Answer(clearance_value(page, PREFIX), headers={"ETag": tag(page.version)})
