"""Each office reads its own file of a dispute: after a disclosure, until its mandate ends, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from consult import casebook, clock
from consult.db import reading
from consult.docket import Refused
from consult.visibility import Viewer
from tests.consult.web.world import AT
from tests.house.rooms_world import MAIL, MEDIATOR, START, TRIBUNAL, Disputed, build_dispute

HOUR = timedelta(hours=1)


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give the dispute: mediation from the second day, a mediator in office from the fourth, a tribunal a month on."""
    with clock.frozen(AT):
        built = build_dispute(tmp_path_factory.mktemp("files"))
        yield built
    built.world.engine.dispose()


def steps_of(told: Disputed, party: str) -> list[str]:
    """List the steps of the acts that somebody of a party may see."""
    with reading(told.world.engine) as conn:
        by = told.by(party)
        seen = told.docket.see(conn, by, told.refs["dispute"], AT)
        entries = casebook.entries_of(conn, Viewer.of(by), seen.row, newest_first=False)
        return [entry.act.step for entry in entries if entry.act.kind == "step"]


def test_a_nominee_reads_the_nomination_alone_and_the_file_after_the_disclosure(told: Disputed) -> None:
    """What was done before in the file is read too; the statement of a party is in no file."""
    read = steps_of(told, MEDIATOR)
    assert "serve_notice_of_dispute" in read
    assert ["nominate_mediator", "take_office_as_mediator"] == [one for one in read if one.endswith("mediator")]
    assert not {"make_statement", "submit_jointly", "appoint_arbitrator", "choose_presiding"} & set(read)

    told.take(MEDIATOR, "dispute", "resign_as_mediator", AT - 3 * HOUR, f"mediator:{MEDIATOR}")
    told.together("dispute", "nominate_mediator", AT - 2 * HOUR, "stage:mediation", neutral=TRIBUNAL)
    assert "nominate_mediator" in steps_of(told, TRIBUNAL)
    assert "take_office_as_mediator" not in steps_of(told, TRIBUNAL), "not before the disclosure"
    told.take(TRIBUNAL, "dispute", "take_office_as_mediator", AT - HOUR, f"mediator:{TRIBUNAL}")
    assert 2 == steps_of(told, TRIBUNAL).count("take_office_as_mediator"), "both, as the file of the mediation has them"


def test_nobody_reads_on_after_the_mandate(told: Disputed) -> None:
    """What lay in the file stays read; the nomination of the next mediator is not seen by the one who left."""
    before = steps_of(told, MEDIATOR)
    told.take(MEDIATOR, "dispute", "resign_as_mediator", AT - 3 * HOUR, f"mediator:{MEDIATOR}")
    told.together("dispute", "nominate_mediator", AT - 2 * HOUR, "stage:mediation", neutral=TRIBUNAL)
    told.take(TRIBUNAL, "dispute", "take_office_as_mediator", AT - HOUR, f"mediator:{TRIBUNAL}")

    assert [*before, "resign_as_mediator"] == steps_of(told, MEDIATOR)
    client = told.world.signed_in(MAIL[MEDIATOR])
    page = client.get(f"/cases/{told.refs['dispute']}/sheets/ladder")
    assert page.status_code == 200
    assert "steps/end_mediation" not in page.text


def test_a_tribunal_reads_its_record_and_nothing_of_the_mediation(told: Disputed) -> None:
    """The notice, the submission and the seats; no stage, no statement between the parties, no offer."""
    told.take("JPN", "dispute", "make_offer", AT - 3 * HOUR, terms="Half of it.")
    told.take("JPN", "dispute", "table_text", AT - 2 * HOUR)
    read = steps_of(told, TRIBUNAL)

    assert {"serve_notice_of_dispute", "submit_jointly", "choose_presiding", "constitute"} <= set(read)
    assert not {"take_office_as_mediator", "go_to_stage", "make_statement", "make_offer", "table_text"} & set(read)


def test_the_page_of_an_act_in_another_file_is_none(told: Disputed) -> None:
    """For the mediator the submission to arbitration is no page, for the tribunal the mediator's disclosure is none."""
    with reading(told.world.engine) as conn:
        by = told.by("JPN")
        seen = told.docket.see(conn, by, told.refs["dispute"], START + timedelta(days=59))
        numbers = {e.act.step: e.act.n for e in casebook.entries_of(conn, Viewer.of(by), seen.row)}
    for party, closed, opened in (
        (MEDIATOR, "submit_jointly", "take_office_as_mediator"),
        (TRIBUNAL, "take_office_as_mediator", "submit_jointly"),
    ):
        client = told.world.signed_in(MAIL[party])
        address = f"/cases/{told.refs['dispute']}/acts"
        assert 404 == client.get(f"{address}/{numbers[closed]}").status_code
        assert 200 == client.get(f"{address}/{numbers[opened]}").status_code


def test_another_office_of_the_same_body_does_not_bring_a_file_back(told: Disputed) -> None:
    """A mediator that resigned is named an arbitrator: what the next mediator files stays closed to it."""
    told.take(MEDIATOR, "dispute", "resign_as_mediator", AT - 5 * HOUR, f"mediator:{MEDIATOR}")
    told.together("dispute", "nominate_mediator", AT - 4 * HOUR, "stage:mediation", neutral=TRIBUNAL)
    told.take(TRIBUNAL, "dispute", "take_office_as_mediator", AT - 3 * HOUR, f"mediator:{TRIBUNAL}")
    told.take("JPN", "dispute", "record_vacancy", AT - 2 * HOUR, "seat:claimant")
    told.take("JPN", "dispute", "appoint_arbitrator", AT - HOUR, "seat:claimant", arbitrator=MEDIATOR)

    assert 1 == steps_of(told, MEDIATOR).count("take_office_as_mediator"), "its own"


def test_a_neutral_who_has_left_office_only_closes_the_room(told: Disputed) -> None:
    """In office an hour before the resignation it speaks there; afterwards neither form nor act is open to it."""
    told.open(MEDIATOR, "room", "with JPN", AT - 5 * HOUR)
    named = {"dispute": told.refs["dispute"], "party": "JPN", "purpose": "Apart"}
    told.take(MEDIATOR, "with JPN", "open_room", AT - 5 * HOUR, **named)
    told.take(MEDIATOR, "with JPN", "say", AT - 4 * HOUR, text="Good morning")
    room = f"/cases/{told.refs['with JPN']}"
    assert 'value="say"' in told.world.signed_in(MAIL[MEDIATOR]).get(room).text
    told.take(MEDIATOR, "dispute", "resign_as_mediator", AT - 3 * HOUR, f"mediator:{MEDIATOR}")

    with pytest.raises(Refused, match="while in office"):
        told.take(MEDIATOR, "with JPN", "say", AT - 2 * HOUR, text="One more word")
    page = told.world.signed_in(MAIL[MEDIATOR]).get(room).text
    assert ('value="say"' in page, 'value="make_offer"' in page, 'value="close_room"' in page) == (False, False, True)
    told.take("JPN", "with JPN", "say", AT - HOUR, text="Is anybody there?")
    told.take(MEDIATOR, "with JPN", "close_room", AT - HOUR)
