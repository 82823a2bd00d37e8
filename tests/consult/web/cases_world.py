"""A world with offices that can do everything for four States, over the toy procedure of a berth."""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from consult import people
from consult.docket.listed import enter_party
from consult.models.cases import CASE_PARTY, CASES
from consult.models.parties import PERSON
from consult.people import NewMandate, NewOrgan, NewParty
from consult.people.persons import NewPerson, add_person
from tests import leave
from tests.consult.web.world import AT, PASSWORD, Visitor, World, build, closed, copy
from tests.scratch import scratch

PROCEDURES = Path(__file__).parents[2] / "procedures"
ALL = ("draft", "clear", "dispatch")
MORE = (
    NewParty("KOR", "Republic of Korea", "state", "Asia/Seoul", "KR", ("en",)),
    NewParty("BRA", "Brazil", "state", "America/Sao_Paulo", "BR", ("en",)),
)
BODY = {
    "vehicle": "Cargo 7",
    "size": "small",
    "from_day": "2027-02-01",
    "asked": ["FRA", "KOR"],
    "remark": "Own eyes only",
}


def build_cases(folder: Path, **settings: Any) -> World:
    """Build the world with an office "all@<key>.example" a State, a drafter "draft@jpn.example", a mission
    "mission@jpn.example" and an adviser "adviser@jpn.example"."""
    settings = {"procedures": (PROCEDURES,), **settings}
    if "database_url" in settings:
        return _with_offices(build(folder, **settings))
    return copy(_seeded(), folder, **settings)


@cache
def _seeded() -> World:
    """Seed the world once in a process; nobody writes in this one."""
    return closed(_with_offices(build(scratch())))


def _with_offices(world: World) -> World:
    """Add States and offices."""
    with world.app.app_context(), world.writing() as conn:
        for party in MORE:
            people.add_party(conn, party)
        for key in ("JPN", "FRA", "KOR", "BRA"):
            organ = people.add_organ(conn, None, key, NewOrgan("MFA", "Ministry for cases", "ministry"))
            _office(world, conn, organ, f"all@{key.lower()}.example", ALL)
            if key == "JPN":
                _office(world, conn, organ, "draft@jpn.example", ("draft",))
                _office(world, conn, organ, "mission@jpn.example", ("draft", "dispatch"))
                _office(world, conn, organ, "adviser@jpn.example", ("clear",))
    return world


def _office(world: World, conn: Any, organ: int, mail: str, capacities: tuple[str, ...]) -> None:
    person = add_person(conn, NewPerson(f"Office {mail}", mail), AT)
    word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
    conn.execute(update(PERSON).where(PERSON.c.id == person).values(password_hash=word))
    people.record_mandate(conn, None, person, NewMandate(organ, mail, capacities, "Letter", date(2026, 1, 1)), AT)


def open_berth(visitor: Visitor) -> str:
    """Open a case of the toy procedure; give its reference."""
    answer = visitor.post(
        "/notices/new", form_at="/notices/new?procedure=berth", procedure="berth", title="Visit of a cargo vehicle"
    )
    assert 303 == answer.status_code, answer.text
    return answer.location.rpartition("/")[2]


def begin(visitor: Visitor, ref: str, step: str, track: str = "") -> str:
    """Begin a paper; give the address of its form."""
    answer = visitor.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step=step, track=track)
    assert 303 == answer.status_code, answer.text
    return str(answer.location)


def fill_in(visitor: Visitor, draft: str, do: str = "send", **answers: Any) -> Any:
    """Fill in a form by the names of its questions."""
    version = re.search(r'name="version"[^>]*value="(\d+)"', visitor.get(draft).text)
    assert version is not None
    return visitor.post(
        draft, form_at=draft, do=do, version=version[1], **{f"f/{name}": value for name, value in answers.items()}
    )


def send(visitor: Visitor, draft: str) -> Any:
    """Send a paper from the page before sending; by hand where it has no button."""
    page = visitor.get(f"{draft}/send").text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    return visitor.post(
        f"{draft}/send", form_at=f"{draft}/send", seen=seen[1] if seen else "0", version=version_of(visitor, draft)
    )


def clear(visitor: Visitor, draft: str) -> Any:
    """Clear the present text of a paper."""
    return visitor.post(f"{draft}/clear", form_at=f"{draft}/send", version=version_of(visitor, draft))


def version_of(visitor: Visitor, draft: str) -> str:
    """Read the version of a paper from its form."""
    version = re.search(r'name="version"[^>]*value="(\d+)"', visitor.get(draft).text)
    return version[1] if version else "0"


def file(visitor: Visitor, ref: str, step: str, track: str = "", **answers: Any) -> str:
    """Prepare, fill in and send a paper; give the address of the receipt."""
    draft = begin(visitor, ref, step, track)
    fill_in(visitor, draft, **answers)
    answer = send(visitor, draft)
    assert 303 == answer.status_code, answer.text
    return str(answer.location)


def add_guest(world: World, ref: str, party: str, since: datetime, *, stake: bool = True) -> None:
    """Let a party into a case from a moment on, by another way than the steps of its procedure."""
    with world.writing() as connection:
        case = connection.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        values = {"case_id": case, "party": party, "role": "guest", "stake": stake, "since": since}
        connection.execute(insert(CASE_PARTY).values(values))
        list_party(connection, case, party)


def list_party(connection: Connection, case: int, party: str) -> None:
    """Let a party find what waits and ends in a case into which it was put by hand, and the replay know that it was."""
    ref, summary = connection.execute(select(CASES.c.ref, CASES.c.summary).where(CASES.c.id == case)).one()
    enter_party(connection, case, party, waits='"pending":[' in summary)
    here = CASE_PARTY.c.case_id == case, CASE_PARTY.c.party == party
    for role in connection.execute(select(CASE_PARTY.c.role).where(*here)).scalars():
        leave.by_hand(ref, f"role {role} of {party}")


def serve_berth(visitor: Visitor) -> str:
    """Open a case and serve its request on France and Korea."""
    ref = open_berth(visitor)
    draft = begin(visitor, ref, "ask")
    fill_in(visitor, draft, **BODY)
    answer = send(visitor, draft)
    assert 303 == answer.status_code, answer.text
    return ref


__all__ = [
    "ALL",
    "BODY",
    "add_guest",
    "begin",
    "build_cases",
    "file",
    "fill_in",
    "list_party",
    "open_berth",
    "send",
    "serve_berth",
]
