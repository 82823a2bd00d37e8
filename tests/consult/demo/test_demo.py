"""The demonstration: who is in it, what runs in it, and that loading it twice changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from consult import accounts, demo, migrate
from consult.accounts import Passwords
from consult.db import make_engine, reading
from consult.demo.current import currents
from consult.demo.seeding import standing_of
from consult.demo.tales import AFTER_HISTORY, ExerciseDocket, tale
from consult.demo.world import world
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.base import metadata
from consult.models.cases import ACT, CASE_TRACK, CASES, DEADLINE, DRAFT, SERVICE
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.serving import SERVICE_MOVE
from consult.pages.affected import affected_page
from consult.pages.calendar import calendar_page
from consult.settings import Settings
from consult.standing import choices
from tests.consult.demo.conftest import AT, Demonstration
from workflows.stories import shipped

# Stories in which somebody outside a confidential case asks to join it: whoever may not know of a case cannot.
STOP_EARLY = {"moon-agreement", "third-state", "lunar-outside-state"}
# A story that writes out an agreement itself, where a docket takes only what its parties have recorded.
NOT_TOLD = {"dispute-on-recorded"}


def rows(engine: Engine, query: Any) -> Sequence[Any]:
    """Read the rows of a query."""
    with reading(engine) as connection:
        return connection.execute(query).all()


def everything(engine: Engine) -> dict[str, Sequence[Any]]:
    """Read every row of every table."""
    with reading(engine) as connection:
        return {name: sorted(map(repr, connection.execute(table.select()))) for name, table in metadata.tables.items()}


def test_loading_the_demonstration_takes_a_bounded_number_of_statements_an_act(demonstration: Demonstration) -> None:
    """Who tries the product does not wait longer with each act than for the acts before it."""
    acts = sum(one["acts"] for one in demonstration.told.values())
    assert 1000 < acts
    assert demonstration.statements < 80 * acts


def test_loading_it_again_the_day_after_changes_nothing(copied: Demonstration) -> None:
    """Every row of every table stays as it is, although relative dates would be others by now."""
    before = everything(copied.engine)
    again = demo.load(copied.engine, copied.settings, AT + timedelta(days=1))

    assert not again.is_new
    assert () == again.told
    assert before == everything(copied.engine)


def test_its_log_verifies_and_every_case_follows_from_its_acts(demonstration: Demonstration) -> None:
    """The record is one that real acts would have left."""
    with reading(demonstration.engine) as connection:
        report = verify(connection, replay=Openings(connection))

        assert report.sound, report.findings
        assert [] == list(replay_cases(connection))
        acts, beside = (len(connection.execute(select(one)).all()) for one in (ACT.c.id, AUDIT_ENTRY.c.seq))
        assert report.size == acts + beside


MAILS = [*(post.mail for _member, post in world().posts()), *(one.mail for one in world().neutrals)]


@pytest.mark.parametrize("mail", MAILS)
def test_everybody_in_the_list_signs_in_and_has_a_capacity(copied: Demonstration, mail: str) -> None:
    """The one password opens every account that is printed, under a mandate that counts on that day."""
    passwords = Passwords(copied.settings.hashing)
    door = {"password": world().password, "address": "127.0.0.1", "client": "test", "at": AT}
    entered = accounts.sign_in(copied.engine, passwords, email=mail, **door)

    assert entered is not None
    with reading(copied.engine) as connection:
        session = accounts.find_session(connection, entered.token, AT)
        assert session is not None
        assert choices(connection, session.person_id, AT)


def test_nobody_signs_in_as_an_exercise_desk(copied: Demonstration) -> None:
    """The desks that play historical cases have no password."""
    passwords = Passwords(copied.settings.hashing)
    for password in (world().password, ""):
        door = {"password": password, "address": "127.0.0.1", "client": "test", "at": AT}
        assert accounts.sign_in(copied.engine, passwords, email="exercise@jpn.example", **door) is None


def test_the_list_of_who_may_sign_in_names_every_post_and_the_password(demonstration: Demonstration) -> None:
    """It is printed by the command and when the server starts."""
    with reading(demonstration.engine) as connection:
        text = "\n".join(demo.who_may_sign_in(connection))

    assert world().password in text
    for _member, post in world().posts():
        assert f"{post.mail} ({', '.join(post.capacities)})" in text
    for one in world().neutrals:
        assert f"{one.name}: {one.mail} (office)" in text


def test_the_mediator_of_the_roster_has_something_on_the_desk(demonstration: Demonstration) -> None:
    """In office since 22 days ago, and the sixty days of the stage run."""
    ref = demonstration.told["station-hours"]["refs"][0]
    query = select(CASE_TRACK.c.state).select_from(CASE_TRACK.join(CASES)).where(CASES.c.ref == ref)
    tracks = rows(demonstration.engine, query.where(CASE_TRACK.c.key == "mediator:NEU-MEDIATOR"))
    limits = rows(
        demonstration.engine,
        select(DEADLINE.c.expires_on)
        .select_from(DEADLINE.join(CASES))
        .where(CASES.c.ref == ref, DEADLINE.c.key == "days_mediation"),
    )

    assert ["in_office"] == [row.state for row in tracks]
    assert [(AT + timedelta(days=38)).date()] == [row.expires_on for row in limits]


def test_every_party_has_somebody_for_every_capacity() -> None:
    """Drafting, clearing and dispatching are with different people of a State, and somebody manages them."""
    for member in world().members.values():
        held = [set(post.capacities) for post in member.posts if post.level == "treaty"]
        wanted = {"office", "manage"} if member.key == "OOSA" else {"draft", "clear", "dispatch", "manage"}
        chairs = {"office"} if member.key in ("PAK", "ROU") else set()

        auditors = {"audit"} if member.key == "JPN" else set()
        assert wanted | chairs | auditors == set().union(*held), member.key
        assert not any({"clear", "dispatch"} <= one for one in held), member.key


def test_there_are_fifteen_parties_a_secretariat_and_liaisons_who_file_alone() -> None:
    """At agency level one mandated liaison drafts, clears and dispatches."""
    alone = {post.mail for _member, post in world().posts() if {"draft", "clear", "dispatch"} <= set(post.capacities)}

    assert 16 == len(world().members)
    assert {"operations@jpn.example", "operations@usa.example", "operations@esa.example"} == alone
    assert {"agency"} == {post.level for _member, post in world().posts() if post.mail in alone}


def test_every_case_is_marked_as_an_exercise(demonstration: Demonstration) -> None:
    """Nothing in the demonstration can be taken for a statement of anybody."""
    cases = rows(demonstration.engine, select(CASES.c.exercise))

    assert len(cases) > 15
    assert all(case.exercise for case in cases)


def test_a_case_after_a_real_event_says_so_in_its_title_and_keeps_its_dates(demonstration: Demonstration) -> None:
    """The historical stories stand in these years."""
    found = rows(
        demonstration.engine, select(CASES.c.title, CASES.c.opened_on).where(CASES.c.opened_on < AT.replace(2022))
    )

    assert {1961, 2007, 2015, 2016, 2017, 2018, 2019, 2021} == {case.opened_on.year for case in found}
    assert all(case.title.startswith(AFTER_HISTORY) for case in found)


def test_nothing_is_recorded_that_has_not_happened_yet(demonstration: Demonstration) -> None:
    """Stories of the future are moved into the past by whole weeks."""
    found = rows(demonstration.engine, select(ACT.c.on_at, ACT.c.recorded_at))

    assert max(act.recorded_at for act in found) <= AT
    assert all(act.on_at <= act.recorded_at for act in found)


def test_every_story_is_told_to_its_end_but_those_of_outsiders(demonstration: Demonstration) -> None:
    """A story that stops for another reason no longer fits the docket."""
    stopped = {key: told["stopped"] for key, told in demonstration.told.items() if told["stopped"]}

    assert {path.stem for path in shipped()} - NOT_TOLD <= demonstration.told.keys()
    assert not NOT_TOLD & demonstration.told.keys()
    assert set() == stopped.keys() - STOP_EARLY, stopped


def test_every_current_exercise_is_where_its_file_says_it_is(demonstration: Demonstration) -> None:
    """Each interesting state has a case in it, and no move of the file was refused."""
    states = {
        "plume": "open",
        "reentry": "measures_tabled",
        "frequencies": "consulting",
        "laser": "concluded_agreed",
        "deployment": "open",
        "impactor": "under_assessment",
        "traverse": "consulting",
        "station-hours": "mediation",
        "silence-time": "under_silence",
        "silence-forms": "under_silence",
        "cold-trap": "consulting",
        "shared-ridge": "arrangement_in_force",
        "plenary": "scheduled",
        "group": "agenda_negotiation",
        "charter": "drafting",
    }
    refs = {ref: key for key in states for ref in demonstration.told[key]["refs"]}
    found = rows(demonstration.engine, select(CASES.c.ref, CASES.c.state, CASES.c.at_level))

    assert states == {refs[case.ref]: case.state for case in found if case.ref in refs}
    assert ["traverse"] == [refs[case.ref] for case in found if case.ref in refs and case.at_level == "agency"]
    assert set(states) == {current.key for current in currents(AT)}


def test_a_notice_lies_unsent_and_the_register_names_a_state_that_it_does_not_address(copied: Demonstration) -> None:
    """France's liaison has a paper in preparation; the comparison finds China's station, and Romania alone is
    addressed."""
    with reading(copied.engine) as connection:
        standing = standing_of(connection, "liaison@fra.example", "treaty", AT)
        assert standing is not None
        draft = next(iter(connection.execute(select(DRAFT.c.ref, DRAFT.c.party))))
        docket = ExerciseDocket(copied.engine, copied.settings.instance)
        page = affected_page(connection, docket, standing, draft.ref, AT, "ltr")

    assert "FRA" == draft.party
    assert {"CHN": "open", "ROU": "addressed"} == {line.party: line.where for line in page.states}


def test_the_plenary_of_the_coming_weeks_stands_in_the_calendar_of_whoever_may_know_of_it(
    demonstration: Demonstration,
) -> None:
    """It is planned for the twenty-fourth day; the working group has no day yet but the one it was called for."""
    with reading(demonstration.engine) as connection:
        standing = standing_of(connection, "liaison@ind.example", "treaty", AT)
        assert standing is not None
        docket = ExerciseDocket(demonstration.engine, demonstration.settings.instance)
        month = (AT + timedelta(days=24)).date()
        page = calendar_page(connection, docket, standing, AT, f"{month:%Y-%m}", "")

    assert "Second plenary of the mechanism" in {one.case_title for one in page.entries if one.kind == "meeting"}


def test_the_notice_served_twelve_days_ago_is_to_be_answered_within_eighteen_days(
    demonstration: Demonstration,
) -> None:
    """The desk has something due whenever the demonstration is loaded."""
    ref = demonstration.told["plume"]["refs"][0]
    query = select(DEADLINE.c.expires_on).select_from(DEADLINE.join(CASES))
    found = rows(demonstration.engine, query.where(CASES.c.ref == ref, DEADLINE.c.key == "reply:USA"))

    assert [(AT + timedelta(days=18)).date()] == [row.expires_on for row in found]


def test_what_was_served_was_delivered_at_the_moment_of_its_act(demonstration: Demonstration) -> None:
    """The sheet of service of a notice of twelve days ago does not say that it arrived today; who acknowledged it did
    so when that act says, and nothing went out of the product."""
    query = select(SERVICE_MOVE.c.at, SERVICE_MOVE.c.state, ACT.c.recorded_at).select_from(
        SERVICE_MOVE.join(SERVICE, SERVICE.c.id == SERVICE_MOVE.c.service_id).join(ACT, ACT.c.id == SERVICE.c.act_id)
    )
    found = rows(demonstration.engine, query)

    assert {"delivered", "acknowledged"} == {row.state for row in found}
    assert all(row.at == row.recorded_at for row in found if row.state == "delivered")
    assert all(row.recorded_at <= row.at <= AT for row in found if row.state == "acknowledged")
    assert [] == list(rows(demonstration.engine, select(SERVICE.c.id).where(SERVICE.c.state == "sent")))
    assert [] == list(rows(demonstration.engine, select(MESSAGE.c.id)))


def test_a_story_of_the_past_is_not_moved(tmp_path: Path) -> None:
    """Only what is not over is moved, and by whole weeks, so that working days stay working days."""
    text = 'title = "T"\nprocedure = "ost9"\n[parties]\nJapan = "planning"\n"State Z" = "addressee"\n'
    (tmp_path / "x.toml").write_text(f"{text}[[event]]\nat = 2026-11-19\n[[event]]\nat = 2026-12-02\n")
    told = tale(tmp_path / "x.toml", AT)
    early = tale(tmp_path / "x.toml", datetime(2027, 1, 1, tzinfo=UTC))

    assert ["2026-11-05", "2026-11-18"] == [event.at.date().isoformat() for event in told.story.events]
    assert ["2026-11-19", "2026-12-02"] == [event.at.date().isoformat() for event in early.story.events]
    assert {"Japan": "JPN", "State Z": "STATE-Z"} == told.keys


def test_an_instant_that_a_filing_names_moves_with_its_story_and_keeps_its_hour_in_its_zone(tmp_path: Path) -> None:
    """1 April 2027, ten in Vienna's summer, becomes ten in its winter seventeen weeks and more before."""
    text = 'title = "T"\nprocedure = "ost9"\n[parties]\nJapan = "planning"\n[[event]]\nat = 2027-04-02\n'
    named = 'filing = { seen_at = { at = "2027-04-01T10:00:00+02:00", zone = "Europe/Vienna" } }\n'
    (tmp_path / "x.toml").write_text(text + named)
    (event,) = tale(tmp_path / "x.toml", AT).story.events

    assert "2026-11-13" == event.at.date().isoformat()
    assert {"at": "2026-11-12T10:00:00+01:00", "zone": "Europe/Vienna"} == (event.filing or {})["seen_at"]


@pytest.mark.postgres
def test_the_demonstration_loads_on_postgresql_too(postgres_url: str, tmp_path: Path) -> None:
    """People, stories and current exercises, and a log that verifies; the second time nothing."""
    settings = Settings.for_tests(tmp_path, exercise=True, database_url=postgres_url)
    engine = make_engine(postgres_url)
    migrate.upgrade(engine)
    loaded = demo.load(engine, settings, AT)
    with reading(engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))

    assert set() == {one.key for one in loaded.told if one.stopped} - STOP_EARLY
    assert not demo.load(engine, settings, AT).is_new
    engine.dispose()
