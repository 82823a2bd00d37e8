"""A case that moved to another edition: the record, the cached case, replay, an earlier day, and what refuses it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.db import reading, writing
from consult.docket.replaying import Openings, replay_cases
from consult.docket.rewinding import stood
from consult.log.findings import Finding
from consult.log.verify import Record, verify
from consult.models.cases import CASES, EDITION
from consult.refusals import Unknown
from tests.consult.docket.conftest import START, Office
from workflows.kernel.guards import Refused
from workflows.kernel.moving import ACCEPT, PROPOSE, REFUSE

ASK = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}
WANT = {"edition": "usual", "reason": "Ten days are too few."}


def day(number: int) -> datetime:
    """Give nine o'clock of a day of November 2026 in UTC."""
    return START.replace(day=number)


def served(office: Office) -> str:
    """Open a case under ten days on 20 November 2026, serve it on France and Korea, then change the usual terms."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="Visit").ref)
    office.take("JPN", ref, "ask", body=ASK)
    change(office, 'answer = "P21D"\n')
    return ref


def change(office: Office, terms: str) -> None:
    """Write the installation's own terms of the procedure."""
    folder: Path = office.docket.instance / "terms"
    folder.mkdir(exist_ok=True)
    (folder / "berth.toml").write_text(terms)


def moved(office: Office) -> str:
    """Move a case by consent of all three on 21 to 23 November 2026."""
    ref = served(office)
    office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    office.take("FRA", ref, ACCEPT, day(22))
    office.take("KOR", ref, ACCEPT, day(23))
    return ref


def row_of(office: Office, ref: str) -> Any:
    """Give the row of a case."""
    with reading(office.engine) as connection:
        return connection.execute(select(CASES).where(CASES.c.ref == ref)).one()


def findings(office: Office) -> list[str]:
    """List what verification with replay finds."""
    with reading(office.engine) as connection:
        checked = verify(connection, replay=Openings(connection))
        return [str(one) for one in (*checked.findings, *replay_cases(connection))]


def days_of_answer(office: Office, ref: str) -> int:
    """Give the length of the answer under the edition of a case."""
    return int(office.see("JPN", ref, day(24)).procedure.rule("answer").length.days)


def test_a_case_that_moved_is_the_same_by_its_row_by_replay_and_by_verification(office: Office) -> None:
    """Its row names the new edition, and nothing is found."""
    ref = moved(office)
    row = row_of(office, ref)
    assert 21 == days_of_answer(office, ref)
    assert [] == findings(office)
    with reading(office.engine) as connection:
        number = connection.execute(select(EDITION.c.digest).where(EDITION.c.digest == row.edition)).scalar()
    assert row.edition == number


def test_until_the_last_has_accepted_the_case_stays_and_any_refusal_ends_it(office: Office) -> None:
    """Japan proposed and France accepted; Korea refuses, and replay agrees."""
    ref = served(office)
    before = row_of(office, ref).edition
    office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    office.take("FRA", ref, ACCEPT, day(22))
    office.take("KOR", ref, REFUSE, day(23), body={"reason": "Ten days are enough."})
    with pytest.raises(Refused, match="No move to another edition waits"):
        office.take("KOR", ref, ACCEPT, day(24))
    assert (before, 10) == (row_of(office, ref).edition, days_of_answer(office, ref))
    assert [] == findings(office)


def test_the_acts_before_the_move_stay_under_the_old_edition_in_the_log_and_those_after_are_under_the_new(
    office: Office,
) -> None:
    """Each leaf names the edition under which its act was taken; the accepting act is the last of the old."""
    ref = served(office)
    old = row_of(office, ref).edition
    office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    office.take("FRA", ref, ACCEPT, day(22))
    office.take("KOR", ref, ACCEPT, day(23))
    office.take("JPN", ref, "make_statement", day(24), body={"text": "Thanks."})
    new = row_of(office, ref).edition
    told: list[str] = []

    def note(record: Record) -> Iterator[Finding]:
        told.append(record.fields["act"]["edition"])
        return iter(())

    with reading(office.engine) as connection:
        verify(connection, replay=note)
    assert [old] * 5 + [new] == told


def test_a_case_that_moved_is_seen_under_the_old_edition_the_day_before_and_under_the_new_after(
    office: Office,
) -> None:
    """The evening of 22 November, and that of 23 November 2026."""
    ref = moved(office)
    with reading(office.engine) as connection:
        row = connection.execute(select(CASES).where(CASES.c.ref == ref)).one()
        found = [stood(connection, office.docket, row, day(n).replace(hour=20), day(24)).seen for n in (22, 23)]
    assert [10, 21] == [seen.procedure.rule("answer").length.days for seen in found]
    assert found[1].edition == row.edition
    assert found[0].edition != row.edition


def test_a_row_that_names_another_edition_than_its_acts_lead_to_is_found(office: Office) -> None:
    """Somebody puts the old edition back behind the docket's back."""
    ref = served(office)
    old = row_of(office, ref).edition
    office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    office.take("FRA", ref, ACCEPT, day(22))
    office.take("KOR", ref, ACCEPT, day(23))
    with writing(office.engine) as connection:
        connection.execute(update(CASES).where(CASES.c.ref == ref).values(edition=old))
    assert any("edition is stored as" in one for one in findings(office))


def test_running_cases_keep_their_edition_when_nobody_moves_them(office: Office) -> None:
    """The terms of the installation changed; the case has ten days as before."""
    ref = served(office)
    assert 10 == days_of_answer(office, ref)
    assert [] == findings(office)


def test_with_the_terms_of_the_case_there_is_no_other_edition_while_the_form_is_the_same(office: Office) -> None:
    """Only the usual terms differ here."""
    ref = served(office)
    with pytest.raises(Refused, match="no such other edition"):
        office.take("JPN", ref, PROPOSE, day(21), body={**WANT, "edition": "own"})


def test_all_accept_the_edition_that_was_proposed_whatever_the_installation_changes_meanwhile(office: Office) -> None:
    """Proposed with 21 days; before Korea accepts, the usual terms are 30 days."""
    ref = served(office)
    office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    office.take("FRA", ref, ACCEPT, day(22))
    change(office, 'answer = "P30D"\n')
    office.take("KOR", ref, ACCEPT, day(23))
    assert 21 == days_of_answer(office, ref)
    assert [] == findings(office)


def test_an_edition_of_another_level_carries_no_case(office: Office) -> None:
    """The reason names it, and nothing is recorded."""
    ref = served(office)
    change(office, 'level = "agency"\n')
    with pytest.raises(Refused, match="another procedure or level"):
        office.take("JPN", ref, PROPOSE, day(21), body=WANT)
    assert 1 == row_of(office, ref).n


def test_whoever_has_no_part_in_the_case_can_neither_propose_nor_accept(office: Office) -> None:
    """Brazil does not even learn that there is a case."""
    ref = served(office)
    with pytest.raises(Unknown):
        office.take("BRA", ref, PROPOSE, day(21), body=WANT)
