"""What ends between the page and the press ends for the press too: a mandate, a substitution, a token, an account, a
part in a case. Each is refused with its reason, and nothing is left behind; in a race one of the two comes first."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from consult import clock, db, people
from consult.docket import Filed
from consult.models.cases import ACT, CASES, DRAFT
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON, SIGN_IN_SESSION
from consult.people import NewSubstitution
from consult.people.lasting import require_lasting
from consult.people.substitutions import record_substitution, revoke_substitution
from consult.people.tokens import revoke_token
from consult.refusals import Closed
from consult.standing import Standing, choices
from consult.web import parts
from tests.consult.api.machine import machine
from tests.consult.docket.conftest import empty_engine
from tests.consult.docket.racing import Track
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, serve_berth, version_of
from tests.consult.web.world import AT, MANAGER, World

JAPAN, DRAFTER, MISSION = "all@jpn.example", "draft@jpn.example", "mission@jpn.example"
SENTENCE = "The mandate, substitution or token under which you act was ended meanwhile. Nothing was recorded."


def standing_of(world: World, email: str) -> Standing:
    """Give the first standing of an account."""
    with world.reading() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one()
        return choices(conn, person, AT)[0]


def revoke(world: World, email: str) -> None:
    """Revoke the mandate of an account, as the operator of the installation would."""
    mandate = standing_of(world, email).mandate_id
    with world.writing() as conn:
        people.revoke_mandate(conn, None, mandate, AT)


def close(world: World, email: str) -> None:
    """Close an account."""
    person = standing_of(world, email).person_id
    with world.writing() as conn:
        people.close_account(conn, None, person, AT)


@contextmanager
def just_before_writing(ending: Callable[[], None]) -> Iterator[None]:
    """Let something end after a request has read who asks, and before it has its turn to write."""
    waiting, original = [ending], db.writing

    @contextmanager
    def late(engine: Any, **how: bool) -> Iterator[Any]:
        if waiting:
            waiting.pop()()
        with original(engine, **how) as conn:
            yield conn

    with patch.object(db, "writing", late):
        yield


def counts(world: World) -> tuple[int, ...]:
    """Count what could have been left behind."""
    with world.reading() as conn:
        tables = ACT, CASES, DRAFT, MANDATE
        return tuple(conn.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)


@pytest.mark.parametrize("ending", [revoke, close])
def test_a_dispatch_that_waited_while_its_mandate_was_revoked_is_refused(
    berths: World, ending: Callable[[World, str], None]
) -> None:
    """The page was drawn and pressed in time; the mandate ended before the act had its turn."""
    japan = berths.signed_in(JAPAN)
    draft = begin(japan, open_berth(japan), "ask")
    fill_in(japan, draft, **BODY)
    page = japan.get(f"{draft}/send").text
    seen, version = re.search(r'name="seen" value="(\d+)"', page), version_of(japan, draft)
    before = counts(berths)
    assert seen is not None
    data = {**dict(re.findall(r'name="(csrf_token|once)" value="([^"]+)"', page)), "seen": seen[1], "version": version}
    with just_before_writing(lambda: ending(berths, JAPAN)):
        answer = japan.client.post(f"{draft}/send", data=data)

    assert (409, True) == (answer.status_code, SENTENCE in answer.text)
    assert before == counts(berths)


def test_a_case_is_not_opened_under_a_mandate_that_ended_meanwhile(berths: World) -> None:
    """Opening waits for its turn as every act does."""
    japan, before = berths.signed_in(JAPAN), counts(berths)
    form = japan.get("/notices/new?procedure=berth").text
    data = dict(re.findall(r'name="(csrf_token|once)" value="([^"]+)"', form)) | {"procedure": "berth", "title": "Late"}
    with just_before_writing(lambda: revoke(berths, JAPAN)):
        answer = japan.client.post("/notices/new", data=data)

    assert (409, True) == (answer.status_code, SENTENCE in answer.text)
    assert before == counts(berths)


def test_a_manager_whose_mandate_ended_meanwhile_records_none(berths: World) -> None:
    """No mandate outlives the one under which it would be given."""
    visitor, before = berths.signed_in(MANAGER), counts(berths)
    answers = {
        "name": "Late", "email": "late@mofa.example", "language": "en", "organ": str(berths.organs["MOFA"]),
        "office": "Late", "capacities": "manage", "level": "treaty", "instrument": "Letter", "valid_from": "2026-11-20",
        "kind": "standing",
    }  # fmt: skip
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/my-party/people/new").text)
    assert token is not None
    patched = just_before_writing(lambda: revoke(berths, MANAGER))
    with patch.object(parts.db, "writing", db.writing), patched:
        answer = visitor.client.post("/my-party/people", data={**answers, "csrf_token": token[1]})

    assert (409, True) == (answer.status_code, SENTENCE in answer.text)
    assert before == counts(berths)
    with berths.reading() as conn:
        assert conn.execute(select(PERSON.c.id).where(PERSON.c.email == "late@mofa.example")).first() is None


def substituted(world: World) -> Standing:
    """Let the mission stand in for the office, and give its standing as a substitute."""
    absent, own = standing_of(world, JAPAN), standing_of(world, MISSION)
    new = NewSubstitution(absent.mandate_id, own.mandate_id, ("draft", "clear", "dispatch"), date(2026, 11, 20),
                          date(2026, 12, 1))  # fmt: skip
    with world.writing() as conn:
        record_substitution(conn, None, new, AT)
    with world.reading() as conn:
        return next(one for one in choices(conn, own.person_id, AT) if one.in_place_of)


@pytest.mark.parametrize("whose", ["substitution", "own", "absent"])
def test_a_substitute_acts_no_more_once_any_of_the_three_has_ended(berths: World, whose: str) -> None:
    """The substitution, the own mandate and that of the absent person all have to last."""
    ref = serve_berth(berths.signed_in(JAPAN))
    by, docket = substituted(berths), berths.app.extensions["consult"].docket
    assert by.in_place_of is not None
    with berths.writing() as conn:
        require_lasting(conn, by)
        if whose == "substitution":
            revoke_substitution(conn, None, by.in_place_of.substitution_id, AT)
    if whose != "substitution":
        revoke(berths, MISSION if whose == "own" else JAPAN)
    before = counts(berths)
    with pytest.raises(Closed) as refused:
        docket.take(by, ref, Filed("make_statement", None, {"text": "Late"}), at=AT)

    assert SENTENCE == refused.value.sentence
    assert before == counts(berths)


def test_a_token_that_was_revoked_meanwhile_writes_nothing(berths: World) -> None:
    """Its system had been let in at the door."""
    asks, by = machine(berths, JAPAN), standing_of(berths, JAPAN)

    def end() -> None:
        with berths.writing() as conn:
            revoke_token(conn, by, asks.token.split("_")[1], AT)

    before = counts(berths)
    with just_before_writing(end):
        answer = asks.post("/api/v1/cases", {"procedure": "berth", "title": "Late"})

    assert (409, SENTENCE) == (answer.status_code, answer.json["detail"])
    assert before == counts(berths)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_of_a_revocation_and_a_dispatch_at_once_the_record_shows_which_came_first(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Twenty races: an act stands before the entry of the revocation, or there is none; never after it."""
    settings = {"database_url": request.getfixturevalue("postgres_url")} if kind == "postgresql" else {}
    if settings:
        empty_engine(settings["database_url"]).dispose()
    with clock.frozen(AT):
        world = build_cases(tmp_path, **settings)
        ref, docket = serve_berth(world.signed_in(JAPAN)), world.app.extensions["consult"].docket
        won = set()
        with Track(2) as track:
            for n in range(20):
                won.add(_race(world, docket, ref, n, track))
    world.engine.dispose()

    assert won <= {"dispatch", "revocation"}


def _race(world: World, docket: Any, ref: str, n: int, track: Track) -> str:
    """Give a mission a mandate, let it dispatch while the mandate is revoked, and say which came first."""
    with world.writing() as conn:
        person = standing_of(world, DRAFTER).person_id
        organ = standing_of(world, DRAFTER).organ_id
        new = people.NewMandate(organ, f"Envoy {n}", ("draft", "clear", "dispatch"), "Letter", date(2026, 1, 1))
        mandate = people.record_mandate(conn, None, person, new, AT)
    with world.reading() as conn:
        by = next(one for one in choices(conn, person, AT) if one.mandate_id == mandate)

    def dispatch() -> int:
        filed = Filed("make_statement", None, {"text": f"Number {n}"})
        return int(docket.take(by, ref, filed, at=AT + timedelta(seconds=n)).seq)

    def end() -> None:
        with world.writing() as conn:
            people.revoke_mandate(conn, None, mandate, AT + timedelta(seconds=n))

    seq, ended = track.race([dispatch, end])
    assert ended is None, ended
    with world.reading() as conn:
        rows = conn.execute(
            select(AUDIT_ENTRY.c.seq, AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "mandate_revoked")
        )
        revoked_at = max(row.seq for row in rows if json.loads(row.body)["mandate"] == mandate)
    if isinstance(seq, Closed):
        return "revocation"
    assert isinstance(seq, int), seq
    assert seq < revoked_at
    return "dispatch"


def test_a_session_ended_between_page_and_press_takes_no_form(berths: World) -> None:
    """401, and the visitor is asked to sign in again."""
    japan, before = berths.signed_in(JAPAN), counts(berths)
    form = dict(re.findall(r'name="(csrf_token|once)" value="([^"]+)"', japan.get("/notices/new?procedure=berth").text))
    with berths.writing() as conn:
        conn.execute(SIGN_IN_SESSION.update().values(ended_at=AT))
    answer = japan.client.post("/notices/new", data={**form, "procedure": "berth", "title": "Late"})

    assert (401, before) == (answer.status_code, counts(berths))
