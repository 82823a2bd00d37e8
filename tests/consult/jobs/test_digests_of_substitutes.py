"""Mail to a substitute: what waits for whoever is away comes to both, under both names, while the absence lasts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from consult import people
from consult.db import writing
from consult.delivery import digests
from consult.delivery.wording import Dropped
from consult.models.cases import DEADLINE
from consult.people import NewMandate, NewPerson, NewSubstitution
from consult.people.persons import add_person
from consult.people.preferences import Wishes, set_wishes
from tests.consult.docket.conftest import START, Office
from tests.consult.jobs.test_digests import messages, said, served, wish

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)
STAND_IN = "stand-in@fra.example"


def away(office: Office, procedures: tuple[str, ...] | None = None, **limits: Any) -> tuple[int, int]:
    """Let somebody of France's office stand in for its official from Monday to Friday; give both numbers. The own
    mandate of the substitute covers another procedure alone."""
    absent = office.standings["FRA"]
    with writing(office.engine) as connection:
        person = add_person(connection, NewPerson("Stand-in", STAND_IN), START)
        own = NewMandate(absent.organ_id, "Adviser", ("draft",), "Letter", date(2026, 1, 1), None, procedures=("ost9",))
        mandate = people.record_mandate(connection, None, person, own, START)
        new = NewSubstitution(absent.mandate_id, mandate, ("draft",), FIRST, LAST, procedures, **limits)
        return person, people.record_substitution(connection, None, new, START)


def seven(day: int) -> datetime:
    """Give seven in Paris of a day in November 2026."""
    return datetime(2026, 11, day, 6, 0, tzinfo=UTC)


def addresses(office: Office) -> list[str]:
    """List to whom messages were asked for."""
    return [row.address for row in messages(office)]


def open_to_mail(office: Office) -> None:
    """Let the limit be of a level at which a mail may name its case."""
    with writing(office.engine) as connection:
        connection.execute(update(DEADLINE).values(level="C2"))


@pytest.mark.parametrize(
    ("day", "also"),
    [(22, False), (23, True), (27, True), (28, False)],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_substitute_has_the_digest_of_whoever_is_away_while_the_absence_lasts(
    office: Office, day: int, also: bool
) -> None:
    """France's official wished one; whoever is away from Monday to Friday has it all the same."""
    served(office)
    away(office)
    wish(office, seven(day) - timedelta(days=1))
    assert 1 + also == digests.due(office.engine, seven(day))
    assert ["fra@example.int", *([STAND_IN] if also else [])] == addresses(office)
    assert 0 == digests.due(office.engine, seven(day))


def test_it_says_both_names_and_until_when_and_how_to_decline_it(office: Office) -> None:
    """The subject names who stands in for whom; reference and day as ever, and nothing of the matter."""
    ref = served(office)
    away(office)
    wish(office, seven(22))
    digests.due(office.engine, seven(23))
    open_to_mail(office)
    words = said(office, messages(office)[-1], seven(23))

    absent = office.standings["FRA"].name
    assert f"What waits for Stand-in, for {absent}, 23 November 2026" == words.subject
    assert f"Stand-in, for {absent}, until 27 November 2026:" == words.lines[0]
    assert words.lines[1].startswith(f"{ref}: a time limit ends on ")
    assert "/my-settings" == words.decline
    assert not any("Cargo" in line for line in words.lines)


def test_a_substitute_for_some_cases_alone_is_told_of_no_other(office: Office) -> None:
    """There are two requests; the absence hands on the second, and not the first."""
    first, second = served(office), served(office)
    away(office, cases=(second,))
    wish(office, seven(22))
    digests.due(office.engine, seven(23))
    open_to_mail(office)
    text = "\n".join(said(office, messages(office)[-1], seven(23)).lines)
    assert second in text
    assert first not in text


@pytest.mark.parametrize(("own", "subjects"), [(True, 2), (False, 1)], ids=["wished", "declined"])
def test_what_a_substitute_wishes_of_courtesies_holds(office: Office, own: bool, subjects: int) -> None:
    """Whoever wishes a digest finds it in the own one, under both names; whoever wishes none gets none for others."""
    served(office)
    person, _number = away(office)
    wish(office, seven(22))
    with writing(office.engine) as connection:
        wishes = Wishes(digest=own, digest_hour=7, zone="Europe/Paris")
        set_wishes(connection, person, "en", wishes, seven(22) - timedelta(hours=2))
    digests.due(office.engine, seven(23))
    open_to_mail(office)
    assert subjects == len(messages(office))
    if own:
        words = said(office, messages(office)[-1], seven(23))
        assert "What waits for you, 23 November 2026" == words.subject
        assert words.lines[0].startswith("Stand-in, for ")


def test_a_digest_for_an_absence_that_has_ended_meanwhile_is_not_sent(office: Office) -> None:
    """Revoked between the asking and the sending."""
    served(office)
    _person, number = away(office)
    wish(office, seven(22))
    digests.due(office.engine, seven(23))
    with writing(office.engine) as connection:
        people.revoke_substitution(connection, None, number, seven(23))
    with pytest.raises(Dropped, match="Nobody is stood in for any more"):
        said(office, messages(office)[-1], seven(23) + timedelta(minutes=1))
