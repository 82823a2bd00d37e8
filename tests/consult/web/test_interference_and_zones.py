"""On the pages: a report for one administration is read by two, an acknowledgement admits nothing; a zone is told to
those addressed, stands in the register, and offers nobody a way to keep others out."""

import pytest

from consult import clock
from consult.docket.replaying import replay_cases
from consult.log.verify import verify
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.world import World

SEEN = {"at": "2026-11-18T08:00:00+00:00", "zone": "UTC"}
EMISSION = {
    "matter": "interference", "service": "other", "where": "earth", "pattern": "suspected",
    "first_observed": SEEN, "last_observed": SEEN,
}  # fmt: skip
PLACE = {"body": "moon", "shape": "circle", "lat": "-88.8", "lon": "123.4", "radius_km": "2"}
DESCRIBED = {
    "activity_title": "Drill at the ridge", "activity_class": "rover", "decided_at": SEEN,
    "earliest_start": "2027-06-01", "latest_end": "2028-06-01", "hazards": ["ejecta", "rover"],
    "areas": [{"kind": "keep_clear", "label": "Ridge", "place": PLACE}],
}  # fmt: skip


def opened(world: World, procedure: str, **proposed: str) -> str:
    """Open a case of Japan on 20 November 2026; give its reference."""
    at = moment("2026-11-20")
    return str(docket(world).open(acting(world, JAPAN, at), procedure, at=at, title="", proposed=proposed).ref)


def located(world: World) -> str:
    """Let Japan log interference and locate its source."""
    ref = opened(world, "interference")
    take(world, JAPAN, "2026-11-20", ref, "detect", service="other", where="earth", first_observed=SEEN)
    take(world, JAPAN, "2026-11-20", ref, "locate", station="Station at the coast")
    return ref


def reported(world: World) -> str:
    """Let Japan report to Korea as well, with France as another victim."""
    ref = located(world)
    take(world, JAPAN, "2026-11-20", ref, "send_report", source="KOR", source_station="Coast station", **EMISSION)
    take(world, JAPAN, "2026-11-20", ref, "add_victim", party="FRA")
    return ref


def zone(world: World, **proposed: str) -> str:
    """Let Japan notify a zone on 20 November 2026."""
    ref = opened(world, "safety_zone", **proposed)
    take(world, JAPAN, "2026-11-20", ref, "notify", **DESCRIBED)
    return ref


def test_a_report_on_bands_of_armed_forces_is_on_the_pages_of_two_administrations(berths: World) -> None:
    """Another victim learns that a report was announced, and neither its words nor its frequencies."""
    ref = located(berths)
    take(berths, JAPAN, "2026-11-20", ref, "announce_report", source="KOR")
    secret = {**EMISSION, "station": "Radar on the hill"}
    take(berths, JAPAN, "2026-11-21", ref, "send_sensitive_report", "administration:KOR", **secret)
    take(berths, JAPAN, "2026-11-22", ref, "add_victim", party="FRA")

    for mail, reads in ((KOREA, True), (FRANCE, False)):
        with clock.frozen(moment("2026-11-23")):
            listed = berths.signed_in(mail).get(f"/cases/{ref}").text
        assert ("announced a report" in listed, "sent the report for one" in listed) == (True, reads), mail
        assert "Radar on the hill" not in listed or reads
    with clock.frozen(moment("2026-11-23")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code


def test_where_the_source_is_was_on_the_reporters_pages_alone_until_the_report(berths: World) -> None:
    """Detection and location are its own; what it reports is before those who take part."""
    ref = reported(berths)
    told = page(berths, KOREA, "2026-11-21", f"/cases/{ref}")
    assert ("Station at the coast" in told, "identified the probable source" in told) == (False, False)
    assert "sent the report to the Republic of Korea" in told or "sent the report to your State" in told


def test_an_acknowledgement_says_on_its_page_that_it_admits_nothing(berths: World) -> None:
    """Receipt, and no more; silence likewise."""
    ref = reported(berths)
    form = page(berths, KOREA, "2026-11-21", f"/cases/{ref}")
    assert "nothing is admitted" in form
    silent = page(berths, JAPAN, "2026-12-10", f"/cases/{ref}")
    assert "nothing is admitted by silence" in silent
    assert "Persisting" in silent


def test_a_victim_is_no_source_and_sends_no_acknowledgement(berths: World) -> None:
    """The button is absent, and a form that is sent all the same is refused."""
    ref = reported(berths)
    with clock.frozen(moment("2026-11-21")):
        france = berths.signed_in(FRANCE)
        assert f"/cases/{ref}/steps/acknowledge" not in france.get(f"/cases/{ref}").text
        sent = france.post(
            f"/cases/{ref}/steps/acknowledge", form_at="/cases", seen="1", track="administration:KOR", digest=""
        )
    assert sent.status_code in (403, 409)


def test_a_zone_under_the_accords_is_on_the_pages_of_signatories_and_in_the_register(berths: World) -> None:
    """Each of them may ask for the basis, object and come; no page has a way to refuse an entry."""
    ref = zone(berths, profile="artemis-2020")
    for mail in (KOREA, FRANCE, BRAZIL):
        told = page(berths, mail, "2026-11-21", f"/cases/{ref}")
        assert all(
            words in told for words in ("notified the zone", "Ask for the basis of the zone", "Object to the zone")
        )
    with clock.frozen(moment("2026-11-21")):
        register = berths.signed_in(BRAZIL).get(f"/lunar/{ref}")
    assert (200, True) == (register.status_code, "Drill at the ridge" in register.text)


def test_a_zone_on_the_treaty_alone_is_known_to_those_named_until_it_is_published(berths: World) -> None:
    """The register is for everybody; the case is for those who take part."""
    ref = zone(berths)
    take(berths, JAPAN, "2026-11-20", ref, "add_affected", party="KOR")
    assert "notified the zone" in page(berths, KOREA, "2026-11-21", f"/cases/{ref}")
    with clock.frozen(moment("2026-11-21")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code
    take(berths, JAPAN, "2026-11-22", ref, "publish", extent="Two kilometres around the ridge")
    told = page(berths, BRAZIL, "2026-11-23", f"/cases/{ref}")
    assert ("published extent and nature" in told, "notified the zone" in told) == (True, False)
    take(berths, BRAZIL, "2026-11-23", ref, "object", ground=["size"])
    assert "Contested" in page(berths, BRAZIL, "2026-11-24", f"/cases/{ref}")


@pytest.mark.parametrize("step", ["refuse_entry", "deny_entry", "enter_advised_against"])
def test_no_form_keeps_a_state_out_of_a_zone(berths: World, step: str) -> None:
    """There is no such step; advice is the operating State's to give on a request alone, and binds nobody."""
    ref = zone(berths, profile="artemis-2020")
    with clock.frozen(moment("2026-11-21")):
        japan = berths.signed_in(JAPAN)
        assert f'value="{step}"' not in japan.get(f"/cases/{ref}").text
        answer = japan.post(f"/cases/{ref}/steps/{step}", form_at="/cases", seen="1", track="", digest="")
    assert answer.status_code in (403, 404, 409)


@pytest.mark.parametrize("day", ["2026-11-21", "2027-05-31", "2027-06-01", "2027-06-02"])
def test_the_two_clocks_of_a_zone_are_drawn_until_its_first_day_and_after(berths: World, day: str) -> None:
    """A period counted back from a date to come is drawn from today; the page stands on the day itself."""
    ref = zone(berths)
    told = page(berths, JAPAN, day, f"/cases/{ref}")
    assert ("notified the zone" in told, "before the zone begins" in told) == (True, True)


def test_the_basis_goes_to_the_state_that_asked_and_to_no_other(berths: World) -> None:
    """The model may hold data that others own."""
    ref = zone(berths, profile="artemis-2020")
    take(berths, KOREA, "2026-11-21", ref, "ask_basis")
    take(berths, JAPAN, "2026-11-22", ref, "answer_basis", "question:1", basis="Model of the ejecta")
    assert "gave the basis" in page(berths, KOREA, "2026-11-23", f"/cases/{ref}")
    assert "gave the basis" not in page(berths, BRAZIL, "2026-11-23", f"/cases/{ref}")


def test_a_zone_that_is_altered_and_ended_says_so_in_the_register_and_the_log_replays(berths: World) -> None:
    """Three versions of one entry, and a record that verifies."""
    ref = zone(berths)
    later = {"activity_status": "planned", "earliest_start": "2027-07-01", "latest_end": "2028-06-01"}
    take(berths, JAPAN, "2026-12-01", ref, "alter", **later, areas=DESCRIBED["areas"])
    over = {"ceased_at": SEEN, "activity_status": "cancelled", "latest_end": "2027-07-01"}
    take(berths, JAPAN, "2026-12-10", ref, "end", **over)
    with clock.frozen(moment("2026-12-11")):
        entry = berths.signed_in(BRAZIL).get(f"/lunar/{ref}").text
    assert ("Cancelled" in entry, "2027-07-01" in entry or "1 July 2027" in entry) == (True, True)
    with berths.reading() as conn:
        assert verify(conn).sound
        assert [] == list(replay_cases(conn))
