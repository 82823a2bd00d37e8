"""On the pages: a call that everybody reads, applications of which no other applicant learns, and the request that is
opened from a selection."""

import json

import pytest
from sqlalchemy import select

from consult import casebook, clock
from consult.docket.replaying import replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, CASES
from consult.visibility import Viewer
from tests.consult.web.agencies_world import AEB as BRAZIL
from tests.consult.web.agencies_world import CNES as FRANCE
from tests.consult.web.agencies_world import JAXA as JAPAN
from tests.consult.web.agencies_world import KARI as KOREA
from tests.consult.web.agencies_world import with_agencies
from tests.consult.web.consulted import acting, docket, moment, page, take
from tests.consult.web.world import World
from workflows.kernel.guards import Refused

CLOSES = {"at": "2027-02-01T12:00:00+00:00", "zone": "UTC"}
SAMPLES = [{"number": "S-1", "mass": {"value": "200", "unit": "mg"}, "method": "harmless"}]
REQUEST = {"wanted": "samples", "samples": SAMPLES, "priority": "no"}
KOREAN, FRENCH = "application:1", "application:2"


@pytest.fixture
def agencies(berths: World) -> World:
    """Give the world of cases with an agency for each State."""
    return with_agencies(berths)


def opened(world: World, mail: str, procedure: str, day: str) -> str:
    """Open a case."""
    at = moment(day)
    return str(docket(world).open(acting(world, mail, at), procedure, at=at, title="").ref)


def called(world: World) -> str:
    """Publish Japan's call on 20 November 2026, and let Korea and France apply; give the reference."""
    ref = opened(world, JAPAN, "sample_round", "2026-11-10")
    take(world, JAPAN, "2026-11-20", ref, "publish_call", call_title="Samples of the rim", closes_at=CLOSES)
    for mail, title in (KOREA, "Korean study of grains"), (FRANCE, "French study of dust"):
        take(world, mail, "2026-12-01", ref, "apply", heading=title, **REQUEST)
    return ref


def selected(world: World) -> str:
    """Play until Korea is selected and France is not, on 1 June 2027."""
    ref = called(world)
    for track in KOREAN, FRENCH:
        take(world, JAPAN, "2027-02-10", ref, "pass_application", track)
        take(world, JAPAN, "2027-03-01", ref, "record_review", track, kind="science", conflict="no")
    take(world, JAPAN, "2027-06-01", ref, "select", KOREAN)
    take(world, JAPAN, "2027-06-01", ref, "reject", FRENCH)
    take(world, JAPAN, "2027-06-02", ref, "announce_results", applied=2)
    return ref


def test_everybody_reads_the_call_and_no_applicant_learns_of_another(agencies: World) -> None:
    """Neither by the page, nor by the list of those who take part, nor by a search or a filter of the list."""
    ref = called(agencies)
    for mail, own, other in (KOREA, "Republic of Korea", "France"), (FRANCE, "France", "Republic of Korea"):
        told = page(agencies, mail, "2026-12-02", f"/cases/{ref}")
        assert "published the call" in told
        assert f"{own} applied" in told
        assert f"{other} applied" not in told
        assert [] == [words for words in (f"· {other}", f"<bdi>{other}</bdi>") if words in told]
    outside = page(agencies, BRAZIL, "2026-12-02", f"/cases/{ref}")
    assert "published the call" in outside
    assert [] == [words for words in ("applied (", "Application 1", "France", "Republic of Korea") if words in outside]
    curator = page(agencies, JAPAN, "2026-12-02", f"/cases/{ref}")
    assert all(words in curator for words in ("Application 1", "Application 2", "France applied", "Korea applied"))
    with clock.frozen(moment("2026-12-02")):
        listed = agencies.signed_in(BRAZIL).get("/cases?party=KOR").text
        assert ref not in listed
        assert ref in agencies.signed_in(JAPAN).get("/cases?party=KOR").text


def test_a_call_in_preparation_is_known_to_nobody_else(agencies: World) -> None:
    """It becomes public with the act that publishes it."""
    ref = opened(agencies, JAPAN, "sample_round", "2026-11-10")
    with clock.frozen(moment("2026-11-11")):
        assert 404 == agencies.signed_in(BRAZIL).get(f"/cases/{ref}").status_code
    take(agencies, JAPAN, "2026-11-20", ref, "publish_call", call_title="Samples of the rim", closes_at=CLOSES)
    assert "Samples of the rim" in page(agencies, BRAZIL, "2026-11-21", f"/cases/{ref}")


def test_who_takes_part_apart_is_shown_to_the_curator_alone(agencies: World) -> None:
    """The list of participants is made from the same condition as everything else."""
    ref = called(agencies)
    with agencies.reading() as conn:
        case = conn.execute(select(CASES).where(CASES.c.ref == ref)).one()
        seen = {
            party: {row.party for row in casebook.participants_of(conn, Viewer(party), case)}
            for party in ("JPN", "KOR", "FRA", "BRA")
        }
    assert {"JPN": {"JPN", "KOR", "FRA"}, "KOR": {"JPN", "KOR"}, "FRA": {"JPN", "FRA"}, "BRA": {"JPN"}} == seen


def test_after_the_instant_the_button_is_gone_and_a_form_is_refused_with_the_instant(agencies: World) -> None:
    """Brazil comes late; the refusal says when the call closed and what is open."""
    ref = called(agencies)
    early = page(agencies, BRAZIL, "2027-01-31", f"/cases/{ref}")
    assert 'value="apply"' in early
    late = page(agencies, BRAZIL, "2027-02-02", f"/cases/{ref}")
    assert 'value="apply"' not in late
    with clock.frozen(moment("2027-02-02")):
        brazil = agencies.signed_in(BRAZIL)
        answer = brazil.post(f"/cases/{ref}/steps/apply", form_at="/cases", seen="2", track="", digest="")
        assert answer.status_code in (403, 409)
    with pytest.raises(Refused, match="was at 1 February 2027, 12:00:00 UTC"):
        take(agencies, BRAZIL, "2027-02-02", ref, "apply", **REQUEST)


def test_a_selection_opens_a_request_and_the_link_is_shown_on_both_sides(agencies: World) -> None:
    """The round's own record proves the selection; whoever was not selected has nothing to take up."""
    ref = selected(agencies)
    take(agencies, KOREA, "2027-06-03", ref, "take_up", KOREAN)
    with agencies.reading() as conn:
        loan = conn.execute(select(CASES.c.ref).where(CASES.c.procedure == "samples")).scalar_one()
    body = {"round": ref, "curator": "JPN", "wanted": "samples", "approved_on": "2027-06-02", "heading": "Grains"}
    take(agencies, KOREA, "2027-06-04", loan, "take_up_selection", **body)
    with agencies.reading() as conn:
        row = conn.execute(select(CASES).where(CASES.c.ref == loan)).one()
        first = json.loads(conn.execute(select(ACT.c.body).where(ACT.c.case_id == row.id, ACT.c.n == 0)).scalar_one())
    assert [1, 2, 4, 5, 9, 11] == [effect[1] for effect in first["effects"] if effect[0] == "carried"]
    assert loan in page(agencies, KOREA, "2027-06-05", f"/cases/{ref}")
    assert ref in page(agencies, KOREA, "2027-06-05", f"/cases/{loan}")
    assert "Approved and announced; no agreement is signed" in page(agencies, JAPAN, "2027-06-05", f"/cases/{loan}")
    assert loan not in page(agencies, FRANCE, "2027-06-05", f"/cases/{ref}")
    with clock.frozen(moment("2027-06-05")):
        assert 404 == agencies.signed_in(FRANCE).get(f"/cases/{loan}").status_code


def test_who_was_not_selected_cannot_take_it_up(agencies: World) -> None:
    """The question for the round refuses, whatever the paper says."""
    ref = selected(agencies)
    own = opened(agencies, FRANCE, "samples", "2027-06-03")
    body = {"round": ref, "curator": "JPN", "wanted": "samples", "approved_on": "2027-06-02"}
    with pytest.raises(Refused, match="You have no selected application in a round of this reference"):
        take(agencies, FRANCE, "2027-06-04", own, "take_up_selection", **body)


def test_rounds_and_requests_stand_in_a_log_that_verifies_and_replays(agencies: World) -> None:
    """What is told to one applicant is sealed like everything else."""
    selected(agencies)
    with agencies.reading() as conn:
        assert verify(conn).sound
        assert [] == list(replay_cases(conn))
