"""A dispute on an agreement that its parties recorded: the last edition is frozen with the dispute's own edition."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from consult.db import reading
from consult.docket import Refused
from consult.docket.recorded import recorded_texts
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from tests.consult.docket.conftest import START, Office
from workflows.kernel.terms import TermsError

WORDS: dict[str, Any] = {
    "title": "Arrangement on shared raw data",
    "kind": "implementing",
    "parties": ["JPN", "FRA"],
    "stage": [
        {"kind": "negotiation", "mandatory": True, "days": 30},
        {"kind": "arbitration", "mandatory": False, "title": "Arbitration in The Hague"},
    ],
    "arb_consent": "advance",
    "appointing_authority": "The registrar whom both trust",
}
SHORTER = {**WORDS, "stage": [{"kind": "negotiation", "mandatory": True, "days": 5}], "arb_consent": None}
NOTICE = {"dispute_title": "Data withheld", "facts": "Raw data were withheld.", "agreement": "Article 12"}


def record(office: Office, words: dict[str, Any], at: datetime = START) -> str:
    """Open, table and record an agreement between Japan and France."""
    ref = office.docket.open(office.standings["JPN"], "agreement", at=at, title="Data").ref
    office.take("JPN", ref, "table_text", at, body=words)
    _agree(office, ref, words, at)
    return ref


def _agree(office: Office, ref: str, words: dict[str, Any], at: datetime) -> None:
    for who in ("FRA", "JPN"):
        office.take(who, ref, "record_text", at, body=words)


def revise(office: Office, ref: str, words: dict[str, Any], at: datetime) -> None:
    """Record another edition."""
    office.take("FRA", ref, "table_revision", at, body=words)
    _agree(office, ref, words, at)


def dispute(office: Office, who: str, agreement: str, at: datetime = START) -> str:
    """Open a dispute on an agreement."""
    opened = office.docket.open(
        office.standings[who], "settlement", at=at, title="Data withheld", proposed={"agreement": agreement}
    )
    return opened.ref


def ladder(office: Office, who: str, ref: str, at: datetime = START) -> tuple[int | None, bool]:
    """Give the days of negotiation, and whether one party alone may go to arbitration, as its edition has it."""
    procedure = office.see(who, ref, at).procedure
    return procedure.limit("days_negotiation").length.days, "give_notice_of_arbitration" in procedure.rows


def test_a_dispute_is_opened_on_the_last_edition_that_its_parties_recorded(office: Office) -> None:
    """The whole text stands in the edition of the dispute, with the number and the digest of its own."""
    ref = record(office, WORDS)
    case = dispute(office, "FRA", ref)

    seen = office.see("FRA", case)
    text = seen.procedure.terms["texts"]["agreement"]
    assert (ref, 1, WORDS) == (text["ref"], text["edition"], _plain(text["body"]))
    assert "Settlement of a dispute: Arrangement on shared raw data" == seen.procedure.title
    assert (30, True) == ladder(office, "FRA", case)


def test_a_running_dispute_stays_on_the_edition_it_began_on(office: Office) -> None:
    """A revision makes another edition for later disputes; the digest and the ladder of the first one stay."""
    ref = record(office, WORDS)
    first = dispute(office, "JPN", ref)
    digest = office.see("JPN", first).edition
    later = START + timedelta(days=10)
    revise(office, ref, SHORTER, later)

    assert (digest, (30, True)) == (office.see("JPN", first, later).edition, ladder(office, "JPN", first, later))
    second = dispute(office, "JPN", ref, later)
    assert (5, False) == ladder(office, "JPN", second, later)
    assert 2 == office.see("JPN", second, later).procedure.terms["texts"]["agreement"]["edition"]


def test_only_a_party_to_the_agreement_may_be_named_respondent(office: Office) -> None:
    """Brazil agreed to nothing; France did."""
    case = dispute(office, "JPN", record(office, WORDS))

    with pytest.raises(Refused, match="Brazil is not a party to this agreement: Arrangement on shared raw data"):
        office.take("JPN", case, "serve_notice_of_dispute", body={**NOTICE, "respondents": ["BRA"]})
    office.take("JPN", case, "serve_notice_of_dispute", body={**NOTICE, "respondents": ["FRA"]})
    assert "notified" == office.see("FRA", case).case.state


@pytest.mark.parametrize("who", ["KOR", "BRA"])
def test_a_party_outside_the_agreement_finds_no_text_of_that_reference(office: Office, who: str) -> None:
    """It is told what it is told of a reference that nobody has."""
    ref = record(office, WORDS)

    with pytest.raises(TermsError, match="No recorded text of your party has the reference"):
        dispute(office, who, ref)
    with pytest.raises(TermsError, match="No recorded text of your party has the reference"):
        dispute(office, who, "AGR-2026-NOSUCH")


def test_a_text_that_is_only_tabled_gives_no_ladder(office: Office) -> None:
    """One hand is not an agreement, not even with the text before everybody."""
    ref = office.docket.open(office.standings["JPN"], "agreement", at=START, title="Data").ref
    office.take("JPN", ref, "table_text", body=WORDS)
    office.take("JPN", ref, "record_text", body=WORDS)

    with pytest.raises(TermsError, match="No recorded text of your party has the reference"):
        dispute(office, "JPN", ref)


def test_a_case_of_another_procedure_is_no_agreement(office: Office) -> None:
    """Its reference is refused as one that nobody has."""
    ref = office.docket.open(office.standings["JPN"], "berth", at=START, title="Berth").ref

    with pytest.raises(TermsError, match="No recorded text"):
        dispute(office, "JPN", ref)


def test_the_editions_of_a_text_are_listed_for_its_parties_alone(office: Office) -> None:
    """Both parties see two editions, others none."""
    ref = record(office, WORDS)
    revise(office, ref, SHORTER, START + timedelta(days=40))
    found = {}
    with reading(office.engine) as conn:
        for who in ("JPN", "FRA", "KOR"):
            texts = recorded_texts(conn, office.docket.editions, office.standings[who], "agreement")
            found[who] = [(one.case.ref, [edition.number for edition in one.editions]) for one in texts]
    assert {"JPN": [(ref, [1, 2])], "FRA": [(ref, [1, 2])], "KOR": []} == found


def test_an_agreement_names_no_body_as_a_party(office: Office) -> None:
    """A body is no State and no organisation: it could never agree."""
    ref = office.docket.open(office.standings["JPN"], "agreement", at=START, title="Data").ref
    with pytest.raises(Refused) as refused:
        office.take("JPN", ref, "table_text", body={**WORDS, "parties": ["JPN", "NOBODY"]})
    assert ["parties"] == [one.field for one in refused.value.refusals]


def test_agreement_and_dispute_replay_to_what_is_stored(office: Office) -> None:
    """Both follow from their acts, and every entry of the log opens to its act, after a revision too."""
    ref = record(office, WORDS)
    case = dispute(office, "JPN", ref)
    office.take("JPN", case, "serve_notice_of_dispute", body={**NOTICE, "respondents": ["FRA"]})
    revise(office, ref, SHORTER, START + timedelta(days=2))
    with reading(office.engine) as connection:
        assert verify(connection, replay=Openings(connection)).sound
        assert [] == list(replay_cases(connection))


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
