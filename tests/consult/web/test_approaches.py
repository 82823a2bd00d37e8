"""On the pages: orbital data stay between two sides, silence opens nothing, a consent ends at once, equality is seen by
those who take part, and who is not warned or asked sees nothing."""

import pytest

from consult import clock
from consult.docket.replaying import replay_cases
from consult.log.verify import verify
from tests.consult.web.cases_world import begin, fill_in, send
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.world import World

TCA = {"at": "2026-12-01T18:30:00+00:00", "zone": "UTC"}
PLANNED = "An orbit raise on the thirtieth"


def opened(world: World, procedure: str, day: str) -> str:
    """Open a case of Japan."""
    at = moment(day)
    return str(docket(world).open(acting(world, JAPAN, at), procedure, at=at, title="").ref)


def warning(world: World) -> str:
    """Serve Japan's warning on Korea and France, on 24 November 2026, and let Korea send its data; give the
    reference."""
    ref = opened(world, "conjunction", "2026-11-23")
    body = {"subject": "Pass over the pole", "whose": "others", "concerned": ["KOR", "FRA"], "tca": TCA,
            "crew": "none", "urgency": "normal"}  # fmt: skip
    take(world, JAPAN, "2026-11-24", ref, "serve_warning", **body)
    reached = {"at": "2026-11-24T08:00:00+00:00", "zone": "UTC"}
    take(world, JAPAN, "2026-11-24", ref, "record_contact", "concerned:KOR", reached_at=reached, way="telephone")
    span = {key: {"at": f"{day}T00:00:00+00:00", "zone": "UTC"} for key, day in (
        ("span_from", "2026-11-30"), ("span_to", "2026-12-03"), ("epoch", "2026-11-24"))}  # fmt: skip
    take(world, KOREA, "2026-11-25", ref, "send_data", "concerned:KOR", planned=PLANNED, **span)
    return ref


def asked(world: World) -> str:
    """Let Japan ask Korea, on 24 November 2026, for its consent to a removal; give the reference."""
    ref = opened(world, "proximity", "2026-11-23")
    body = {"object": "A spent stage", "registry_status": "registered", "registries": ["KOR"], "urgency": "normal",
            "operation": "removal", "earliest_start": "2027-03-01", "latest_end": "2027-03-31"}  # fmt: skip
    take(world, JAPAN, "2026-11-24", ref, "request_consent", **body)
    return ref


def test_orbital_data_are_on_the_pages_of_two_sides_and_of_nobody_else(berths: World) -> None:
    """France is warned too and sees that Korea is in contact, and none of its data; Brazil sees no case."""
    ref = warning(berths)
    for mail, seen in ((JAPAN, True), (KOREA, True), (FRANCE, False)):
        told = page(berths, mail, "2026-11-26", f"/cases/{ref}")
        assert seen == ("sent orbital data" in told)
        assert "Operator in contact" in told
    with clock.frozen(moment("2026-11-26")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code


def test_a_warning_of_ones_own_objects_is_refused_at_its_question(berths: World) -> None:
    """The form keeps the answer and says what there is instead; nobody is warned."""
    with clock.frozen(moment("2026-11-23")):
        ref = opened(berths, "conjunction", "2026-11-23")
        japan = berths.signed_in(JAPAN)
        draft = begin(japan, ref, "serve_warning")
        fill_in(japan, draft, whose="own", subject="Two of ours")
        answer = send(japan, draft)
    assert 422 == answer.status_code
    assert "Both objects are your own: there is no other State to warn." in answer.text


@pytest.mark.parametrize("step", ["begin_operation", "accept_terms", "give_consent"])
def test_without_consent_there_is_no_button_and_no_way_past_it(berths: World, step: str) -> None:
    """Whoever asks has no way to begin by itself, nor to consent for the other."""
    ref = asked(berths)
    with clock.frozen(moment("2026-11-26")):
        japan = berths.signed_in(JAPAN)
        assert f'value="{step}"' not in japan.get(f"/cases/{ref}").text
        track = "registry:KOR" if step == "give_consent" else ""
        answer = japan.post(f"/cases/{ref}/steps/{step}", form_at="/cases", seen="1", track=track, digest="")
        assert answer.status_code in (403, 404, 409)


def test_a_consent_that_is_taken_back_closes_the_way_on_the_same_day(berths: World) -> None:
    """The button is there in the morning and gone afterwards, and its form is refused."""
    ref = asked(berths)
    take(berths, KOREA, "2026-11-25", ref, "give_consent", "registry:KOR", scope=["removal"], valid_until="2027-06-30")
    take(berths, JAPAN, "2026-11-26", ref, "accept_terms")
    assert 'value="begin_operation"' in page(berths, JAPAN, "2026-11-27", f"/cases/{ref}")
    take(berths, KOREA, "2026-11-27", ref, "withdraw_consent", "registry:KOR")
    told = page(berths, JAPAN, "2026-11-27", f"/cases/{ref}")
    assert ('value="begin_operation"' in told, "withdrew the consent" in told) == (False, True)
    with clock.frozen(moment("2026-11-27")):
        japan = berths.signed_in(JAPAN)
        answer = japan.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step="begin_operation", track="")
        assert answer.status_code in (403, 404, 409)


def test_a_question_on_equality_and_its_answer_are_for_those_who_take_part(berths: World) -> None:
    """The State that is named as treated otherwise learns nothing of it."""
    ref = opened(berths, "ost10", "2026-11-23")
    body = {"subject": "A probe", "kind": "tracking", "launched_by": "JPN", "flight_on": "2027-06-01",
            "asked": ["KOR"], "urgency": "normal"}  # fmt: skip
    take(berths, JAPAN, "2026-11-24", ref, "request_observation", **body)
    take(berths, JAPAN, "2026-11-25", ref, "question_equality", other="BRA", how="A station in May")
    take(berths, KOREA, "2026-11-26", ref, "answer_equality")
    told = page(berths, KOREA, "2026-11-27", f"/cases/{ref}")
    assert all(words in told for words in ("questioned equality", "answered on equality"))
    with clock.frozen(moment("2026-11-27")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code


def test_approaches_stand_in_a_log_that_verifies_and_replays(berths: World) -> None:
    """What is for two sides is sealed like everything else."""
    warning(berths)
    asked(berths)
    with berths.reading() as conn:
        assert verify(conn).sound
        assert [] == list(replay_cases(conn))
