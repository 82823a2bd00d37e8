"""Papers in the clearance of two parties, with stages, reasons and comments that nobody else may learn of.

The stages are advisory, so that other worlds may go on from this one without them.
"""

from typing import Any

from sqlalchemy import select

from consult.clearing.comments import comment, settle_comment
from consult.clearing.lanes import Stage, set_lane
from consult.clearing.moving import Wanted, pass_stage, send_back
from consult.db import reading, writing
from consult.models.cases import DRAFT
from consult.models.parties import PERSON
from consult.pages import drafts as pages
from consult.standing import Standing, choices
from tests.consult.web.world import AT


def put_in_clearance(told: Any) -> None:
    """Japan sends its statement back and on again, France submits its answer; both comment on them."""
    known = frozenset(told.docket.forms)
    own = told.mark("berth", "C4", "FRA")
    _lane(told, "manager@mofa.example", (_stage("Drafting", "draft", False), _stage("Legal", "clear", False)), known)
    _lane(told, "manager@meae.example", (_stage("Bureau", "draft", False), _stage(own[:60], "clear", False)), known)
    japan, france = told.by("JPN"), told.by("FRA")
    secret = told.mark("berth", "C4", "JPN")
    _pass(told, japan, told.drafts["statement"], 0)
    with writing(told.world.engine) as conn:
        send_back(conn, japan, Wanted(told.drafts["statement"], 0, 1, secret, "s1"), AT)
    _pass(told, japan, told.drafts["statement"], 2)
    _pass(told, france, told.drafts["answer"], 0)
    with writing(told.world.engine) as conn:
        comment(conn, japan, told.drafts["statement"], "text", secret, {"text"}, AT)
        first = comment(conn, japan, told.drafts["statement"], "", secret, (), AT)
        settle_comment(conn, japan, told.drafts["statement"], first, AT, settled=True)
        comment(conn, france, told.drafts["answer"], "", own, (), AT)


def _stage(name: str, capacity: str, required: bool = True) -> Stage:
    return Stage("", name, capacity=capacity, procedures=("berth",), required=required)


def _lane(told: Any, mail: str, stages: tuple[Stage, ...], known: frozenset[str]) -> None:
    with writing(told.world.engine) as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
        set_lane(conn, choices(conn, person, AT)[0], stages, known, 0, AT)


def _pass(told: Any, by: Standing, ref: str, turn: int) -> None:
    with reading(told.world.engine) as conn:
        row = conn.execute(select(DRAFT).where(DRAFT.c.ref == ref)).one()
        spec = pages.spec_to_clear(conn, told.docket, by, ref, AT)
    with writing(told.world.engine) as conn:
        pass_stage(conn, by, Wanted(ref, row.version, turn), spec, AT)
