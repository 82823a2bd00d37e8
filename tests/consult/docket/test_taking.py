"""One act, one transaction: what is recorded, what is refused, and that nothing is left of what was refused."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consult.db import reading
from consult.docket import NotCleared, Refused, Reused, Stale
from consult.log.verify import verify
from consult.models.cases import ACT, DEADLINE, FILING_BODY, SERVICE
from consult.refusals import Unknown
from tests.consult.docket.conftest import START, Office

BODY: dict[str, Any] = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


def day(text: str) -> datetime:
    """Noon of a day."""
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


def asked(office: Office) -> str:
    """Open a case and serve its request."""
    ref = str(office.docket.open(office.standings["JPN"], "berth", at=START, title="").ref)
    office.take("JPN", ref, "ask", body=BODY)
    return ref


def test_an_act_leaves_every_row_it_asks_for_in_one_transaction(office: Office) -> None:
    """Act, filing, tracks, service, deadlines and a sealed leaf stand after one call, and the log verifies."""
    ref = asked(office)
    with reading(office.engine) as connection:
        assert 2 == len(connection.execute(ACT.select()).all())
        assert 1 == len(connection.execute(FILING_BODY.select()).all())
        assert {"FRA", "KOR"} == {row.party for row in connection.execute(SERVICE.select())}
        assert {"armed"} == {row.status for row in connection.execute(DEADLINE.select())}
        assert verify(connection).sound

    assert "Cargo 7" == office.see("FRA", ref).row.title


def test_who_takes_no_part_is_told_that_there_is_no_such_case(office: Office) -> None:
    """A forbidden case and an unknown one are one answer."""
    ref = asked(office)
    for other in (ref, "BERTH-2026-NOSUCH"):
        with pytest.raises(Unknown):
            office.see("BRA", other)
        with pytest.raises(Unknown):
            office.take("BRA", other, "give", body={"text": "Yes"})


def test_a_refused_step_leaves_nothing_behind(office: Office) -> None:
    """A closed step raises with its reason; number and state of the case stay."""
    ref = asked(office)
    with pytest.raises(Refused, match="is “Served”; needed is “Given”"):
        office.take("JPN", ref, "settle")

    assert 1 == office.see("JPN", ref).row.n


def test_the_clock_is_settled_before_a_step_and_survives_its_refusal(office: Office) -> None:
    """Ten days from receipt on 20 November the track is silent on 1 December, although the step itself is refused."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt")
    with pytest.raises(Refused):
        office.take("JPN", ref, "settle", at=day("2026-11-30"))
    assert "received" == office.see("JPN", ref).case.tracks["berth:FRA"].state
    with pytest.raises(Refused):
        office.take("JPN", ref, "settle", at=day("2026-12-01"))

    assert 3 == office.see("JPN", ref, START).row.n
    assert "silent" == office.see("JPN", ref, START).case.tracks["berth:FRA"].state


def test_a_sweep_records_each_lapse_once(office: Office) -> None:
    """The second sweep finds nothing to do."""
    ref = asked(office)
    office.take("FRA", ref, "record_receipt")

    assert [0, 1, 0] == [office.docket.sweep(day(d)) for d in ("2026-11-30", "2026-12-01", "2026-12-02")]
    assert "silent" == office.see("JPN", ref).case.tracks["berth:FRA"].state


def test_whoever_saw_an_older_page_is_told_that_the_case_has_moved(office: Office) -> None:
    """The second of two who saw act 1 is refused with the new state."""
    ref = asked(office)
    office.take("FRA", ref, "give", seen_n=1, body={"text": "Yes"})
    with pytest.raises(Stale) as refusal:
        office.take("JPN", ref, "record_receipt", track="berth:KOR", seen_n=1)

    assert ("asked", 2) == (refusal.value.state, refusal.value.n)


def test_an_act_that_one_may_not_see_does_not_make_ones_page_older(office: Office) -> None:
    """France answers Japan in confidence; Korea, whose page shows nothing of it, acts on what it saw."""
    ref = asked(office)
    office.take("FRA", ref, "give", seen_n=1, body={"text": "Yes"})
    office.take("KOR", ref, "give", seen_n=1, body={"text": "Yes"})

    assert 3 == office.see("JPN", ref).row.n


def test_the_same_key_gets_the_first_answer_and_another_body_is_refused(office: Office) -> None:
    """A retried request is recorded once; the key is bound to the person and to the words."""
    ref = asked(office)
    first = office.take("FRA", ref, "give", key="k-1", body={"text": "Yes"})
    again = office.take("FRA", ref, "give", key="k-1", body={"text": "Yes"})

    assert again == replace(first, repeated=True), "with its place in the log"
    with pytest.raises(Reused):
        office.take("FRA", ref, "give", key="k-1", body={"text": "No"})


def test_a_paper_leaves_only_after_an_official_cleared_this_very_text(office: Office) -> None:
    """Somebody who may dispatch and not clear needs the clearance of the same digest."""
    ref = asked(office)

    office.standings["FRA mission"] = replace(office.standings["FRA"], capacities=frozenset({"draft", "dispatch"}))
    with pytest.raises(NotCleared):
        office.take("FRA mission", ref, "give", body={"text": "Yes"})
    with pytest.raises(NotCleared):
        office.take(
            "FRA mission", ref, "give", body={"text": "Yes"}, cleared_digest="0" * 64, cleared_office="Legal adviser"
        )
    from workflows.kernel.editions import digest_of

    office.take(
        "FRA mission",
        ref,
        "give",
        body={"text": "Yes"},
        cleared_digest=digest_of({"text": "Yes"}),
        cleared_office="Legal adviser",
    )

    assert 2 == office.see("JPN", ref).row.n


def test_who_may_only_draft_does_not_dispatch(office: Office) -> None:
    """The capacity is asked for, whatever the page showed."""
    ref = asked(office)
    with pytest.raises(Refused) as refusal:
        office.take("FRA draft", ref, "give", body={"text": "Yes"})

    assert "standing" == refusal.value.kind
