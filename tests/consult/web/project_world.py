"""Agencies of three States and the office, with liaisons who file under their agreements, in the world of cases."""

from datetime import date
from typing import Any

from sqlalchemy import update

from consult import people
from consult.models.parties import PERSON
from consult.people import NewMandate, NewOrgan, NewParty
from consult.people.persons import NewPerson, add_person
from tests.consult.web.consulted import acting, docket, moment, take
from tests.consult.web.world import AT, PASSWORD, SECRETARIAT, World

CHINA, ITALY, KENYA = (f"agency@{key}.example" for key in ("chn", "ita", "ken"))
STATES = (
    NewParty("CHN", "China", "state", "Asia/Shanghai", "CN", ("zh", "en")),
    NewParty("ITA", "Italy", "state", "Europe/Rome", "IT", ("it", "en")),
    NewParty("KEN", "Kenya", "state", "Africa/Nairobi", "KE", ("en",)),
)
WHOLE: dict[str, Any] = {
    "project": "Flames", "kind": "experiment", "institutions": [{"name": "University", "state": "ITA"}],
    "mass": {"value": "12.5", "unit": "kg"}, "planned_on": "2028-03-01", "operation_until": "2028-09-30",
    "modules": [{"module": "Laboratory I", "state": "CHN", "law": "Law of China", "under": "Article 7"}],
    "return_kind": "returned", "short_lived": "no",
    **dict.fromkeys(("objectives", "results", "property", "costs", "liability", "ending"), "As agreed"),
}  # fmt: skip


def with_agencies(world: World) -> World:
    """Add the States, and a liaison of each agency who drafts, clears and files at the level of agencies."""
    with world.app.app_context(), world.writing() as conn:
        for state, mail in zip(STATES, (CHINA, ITALY, KENYA), strict=True):
            people.add_party(conn, state)
            organ = people.add_organ(conn, None, state.key, NewOrgan("AGENCY", "Space agency", "agency"))
            person = add_person(conn, NewPerson(f"Liaison {state.key}", mail), AT)
            word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
            conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
            capacities = ("draft", "clear", "dispatch")
            new = NewMandate(organ, "Liaison", capacities, "Letter", date(2026, 1, 1), level="agency")
            people.record_mandate(conn, None, person, new, AT)
    return world


def opened(world: World, mail: str, day: str, procedure: str) -> str:
    """Open a case; give its reference."""
    at = moment(day)
    return str(docket(world).open(acting(world, mail, at), procedure, at=at, title="").ref)


def round_called(world: World) -> str:
    """Let office and China publish a call on 20 November 2026, to close at noon in UTC on 15 December."""
    ref = opened(world, SECRETARIAT, "2026-11-18", "utilisation_round")
    take(world, SECRETARIAT, "2026-11-18", ref, "invite_convener", convener="CHN")
    closes = {"at": "2026-12-15T12:00:00+00:00", "zone": "UTC"}
    call = dict.fromkeys(("call_title", "station", "offered", "who_may_apply", "criteria", "resources"), "As told")
    call |= {"closes_at": closes, "ways": ["inside"]}
    for mail in (SECRETARIAT, CHINA):
        take(world, mail, "2026-11-20", ref, "publish_call", exactly=True, **call)
    return ref
