"""Two processes with an old and a new version of a procedure over one database, as while an installation is renewed: a
case never comes to a state that the other one does not know, and what cannot be read is refused with a sentence.
"""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from consult import migrate
from consult.commands.installation import Refusal, bring_up
from consult.db import make_engine, reading, writing
from consult.docket import Docket, Refused, Stale
from consult.docket import editions as stored
from consult.docket.editions import NewerEdition
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASES
from consult.models.leases import REVISION_BESIDE
from consult.refusals import Closed, Malformed, Unknown
from consult.settings import Settings
from tests.consult.docket.conftest import PROCEDURES, START, Office
from tests.consult.docket.test_taking import BODY
from workflows.kernel import editions

LATER = START + timedelta(days=11)
NEW_STATE = 'State("asked", "Served"),\n            State("moored", "Moored"),'
NEW_STEPS = """Step("moor", "asked", "moored", ASKING, DISPATCH, PRODUCT),
            Step("cast_off", "moored", "settled", ANY_PARTY, DISPATCH, PRODUCT),
            Step(
                "settle","""


@pytest.fixture
def new(office: Office, tmp_path: Path) -> Iterator[Office]:
    """Give the process of the later version: its berth has a state more, and steps to it and from it."""
    text = (PROCEDURES / "berth.py").read_text()
    for before, after in (
        ("edition=1", "edition=2"),
        ('State("asked", "Served"),', NEW_STATE),
        ('live = ("draft", "asked")', 'live = ("draft", "asked", "moored")'),
        ('Step(\n                "settle",', NEW_STEPS),
    ):
        assert 1 == text.count(before), before
        text = text.replace(before, after)
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "berth.py").write_text(text)
    engine = make_engine(office.engine.url)
    yield Office(Docket(engine, tmp_path, (folder,)), engine, office.standings)
    engine.dispose()


def opened(office: Office) -> str:
    """Open a case in a process and serve its request."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="Visit").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def state_of(office: Office, ref: str) -> str:
    """Read where a case is, as it is stored."""
    with reading(office.engine) as connection:
        return str(connection.execute(select(CASES.c.state).where(CASES.c.ref == ref)).scalar_one())


def test_a_case_of_the_later_version_goes_on_in_a_process_of_the_earlier_one(office: Office, new: Office) -> None:
    """Which shows the state that it has no line of code for, offers the step from there, and takes it."""
    ref = opened(new)
    new.take("JPN", ref, "moor")
    seen = office.see("JPN", ref)

    assert ("moored", "Moored") == (seen.case.state, seen.procedure.state(seen.case.state).title)
    office.take("JPN", ref, "cast_off")
    assert "settled" == state_of(new, ref) == new.see("FRA", ref).case.state


def test_a_case_of_the_earlier_version_does_not_come_to_the_new_state_in_the_later_one(
    office: Office, new: Office
) -> None:
    """It runs on the text that is stored with it: the new step is no step of it, and the refusal says so."""
    ref = opened(office)
    with pytest.raises(Refused) as told:
        new.take("JPN", ref, "moor")

    assert "asked" == state_of(office, ref)
    assert ["“moor” is no step of this procedure."] == [str(one.sentence) for one in told.value.refusals]
    assert "settled" in {state.key for state in new.see("JPN", ref).procedure.states}
    assert "moored" not in {state.key for state in new.see("JPN", ref).procedure.states}


def test_whatever_the_two_do_in_turn_every_state_is_known_to_both(office: Office, new: Office) -> None:
    """Three hundred steps at random on twelve cases of both versions, each by either; then both replay all of it."""
    chance = random.Random(20261120)
    refs = [opened(chance.choice((office, new))) for _case in range(12)]
    steps = ("moor", "cast_off", "settle", "make_statement", "record_receipt", "give", "suspend", "resume", "withdraw")
    taken = 0
    for _turn in range(300):
        one, ref, step = chance.choice((office, new)), chance.choice(refs), chance.choice(steps)
        who = chance.choice(("JPN", "FRA", "KOR"))
        track = f"berth:{who}" if step in ("record_receipt", "give") else None
        body = {"text": "So be it"} if step in ("make_statement", "give") else None
        with suppress(Refused, Malformed, Unknown, Closed, Stale):
            one.take(who, ref, step, body=body, **({"track": track} if track else {}))
            taken += 1
        for each in (office, new):
            seen = each.see("JPN", ref)
            assert seen.case.state in {state.key for state in seen.procedure.states}
            assert seen.case.state == state_of(each, ref)

    assert 20 < taken
    assert {"moored", "settled"} & {state_of(office, ref) for ref in refs}
    for each in (office, new):
        with reading(each.engine) as connection:
            assert verify(connection, replay=Openings(connection)).sound
            assert [] == list(replay_cases(connection))


def test_an_edition_that_the_earlier_version_cannot_read_is_refused_and_holds_nothing_up(
    office: Office, new: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later one uses a word of the language that the earlier one has not; other cases lapse there all the same."""
    ref, own = opened(new), opened(office)
    for one in ("FRA", "KOR"):
        office.take(one, own, "record_receipt", track=f"berth:{one}")
    body = editions.freeze(new.see("JPN", ref).procedure)
    earlier = Docket(office.engine, office.docket.instance, (PROCEDURES,))

    def reads(text: bytes) -> object:
        if text == body:
            raise editions.EditionError("the edition cannot be read: 'guards.Later'")
        return kept(text)

    kept = stored.thaw
    monkeypatch.setattr(stored, "thaw", reads)
    process = Office(earlier, office.engine, office.standings)
    before = acts(office)
    for asks in (process.see, lambda who, of: process.take(who, of, "moor")):
        with pytest.raises(NewerEdition) as told:
            asks("JPN", ref)
        assert str(told.value).startswith("This case runs on an edition of its procedure that a later version wrote")
        assert "Nothing was recorded." in told.value.sentence
    assert before == acts(office)
    earlier.sweep(LATER)

    assert acts(office) == before + 2, "both relations of the other case lapsed"


def acts(office: Office) -> int:
    """Count what was recorded."""
    with reading(office.engine) as connection:
        return int(connection.execute(select(func.count()).select_from(ACT)).scalar_one())


def test_a_version_serves_beside_a_later_database_only_where_that_allows_it(tmp_path: Path) -> None:
    """A migration that says `beside` lets the version before go on; without that it is not ready and does not start."""
    settings = Settings.for_tests(tmp_path)
    engine = make_engine(settings.database_url)
    migrate.upgrade(engine)
    newest = migrate.newest()
    with reading(engine) as connection:
        allowed = set(connection.execute(select(REVISION_BESIDE.c.revision)).scalars())
    assert {True} == {migrate.serves(engine, one) for one in (newest, *allowed)}
    assert not migrate.serves(engine, "00000000")
    with writing(engine) as connection:  # as a later version leaves it
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'later'")
        connection.execute(REVISION_BESIDE.insert().values(revision=newest))
    assert migrate.serves(engine, newest)
    bring_up(settings)
    with writing(engine) as connection:
        connection.execute(update(REVISION_BESIDE).where(REVISION_BESIDE.c.revision == newest).values(revision="other"))
    assert not migrate.serves(engine, newest)
    with pytest.raises(Refusal, match="The database was brought up by a later version, beside which this one cannot"):
        bring_up(settings)
    engine.dispose()
