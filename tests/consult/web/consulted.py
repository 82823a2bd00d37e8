"""Consultations before a planned activity, told on their own dates in the world of cases."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from consult import clock
from consult.db import reading
from consult.docket import Docket, Filed, hand_of
from consult.models.parties import PERSON
from consult.standing import Standing, choices
from tests.consult.web.world import World
from workflows.kernel.placeholders import fill
from workflows.kernel.view import View

JAPAN, KOREA, FRANCE, BRAZIL = (f"all@{key}.example" for key in ("jpn", "kor", "fra", "bra"))
LANDING = "Landing near the rim of a crater"


def moment(day: str) -> datetime:
    """Give nine in the morning, UTC, of a day."""
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)


def acting(world: World, mail: str, at: datetime) -> Standing:
    """Give the standing of an office."""
    with reading(world.engine) as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
        return choices(conn, person, at)[0]


def take(
    world: World,
    mail: str,
    day: str,
    ref: str,
    step: str,
    track: str | None = None,
    *,
    exactly: bool = False,
    **given: Any,
) -> int:
    """Take a step on a day, with placeholders for what is not given; give the number of the act. With `exactly` what is
    given stays as it is, though a condition of the step would mend it."""
    at, desk = moment(day), docket(world)
    by = acting(world, mail, at)
    with reading(world.engine) as conn:
        seen = desk.see(conn, by, ref, at)
        view = View(seen.procedure, seen.case, hand_of(by, seen.procedure, at), at, desk.world(conn, at, seen.row.id))
        view.track = seen.case.tracks.get(track or "")
        row = next(row for row in seen.procedure.rows[step] if seen.case.state in row.frm)
        body = fill(row, given, view) if row.filing else None
    if exactly and body is not None:
        body = {key: value for key, value in body.items() if key != "left_out"} | given
    return int(desk.take(by, ref, Filed(step, track, body), at=at).n)


def docket(world: World) -> Docket:
    """Give the docket of the application."""
    found: Docket = world.app.extensions["consult"].docket
    return found


def landing(world: World, starts: str = "2027-06-01", **given: Any) -> str:
    """Serve Japan's notice of a landing on Korea and France on 20 November 2026, received on the 23rd; replies are due
    by 23 December. Give the reference."""
    at = moment("2026-11-20")
    ref = str(docket(world).open(acting(world, JAPAN, at), "ost9", at=at, title="").ref)
    take(world, JAPAN, "2026-11-20", ref, "start_assessment")
    told = {"activity_title": LANDING, "addressees": ["KOR", "FRA"], "earliest_start": starts} | given
    take(world, JAPAN, "2026-11-20", ref, "serve_notice", **told)
    for mail, key in ((KOREA, "KOR"), (FRANCE, "FRA")):
        take(world, mail, "2026-11-23", ref, "acknowledge", f"addressee:{key}")
    return ref


def page(world: World, mail: str, day: str, address: str) -> str:
    """Read a page on a day, after what has lapsed is recorded."""
    at = moment(day)
    while docket(world).sweep(at):
        pass
    with clock.frozen(at):
        return world.signed_in(mail).get(address).text
