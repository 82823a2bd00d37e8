"""Whom a notice may affect: found in the register with reasons, addressed, or left out with a reason (product 4)."""

import re
from typing import Any

import pytest

from tests.consult.web.cases_world import begin, fill_in, version_of
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, take
from tests.consult.web.registered import HIDDEN, NOTICE, PLACE, register_of_three, registered
from tests.consult.web.world import Visitor, World
from workflows.kernel.guards import Refused

MISSING = "Name each here, or give under"


@pytest.fixture
def noticing(berths: World) -> tuple[Visitor, str]:
    """Give Japan with a notice in preparation about a landing, over a register of three activities."""
    register_of_three(berths)
    return begun_notice(berths)


def begun_notice(world: World) -> tuple[Visitor, str]:
    """Begin a notice about a landing."""
    at = moment("2026-11-20")
    ref = str(docket(world).open(acting(world, JAPAN, at), "ost9", at=at, title="").ref)
    take(world, JAPAN, "2026-11-20", ref, "start_assessment", **{k: NOTICE[k] for k in ("activity_title",)})
    japan = world.signed_in(JAPAN)
    draft = begin(japan, ref, "serve_notice")
    dates = {"earliest_start": "2027-06-01", "latest_end": "2027-06-20"}
    fill_in(japan, draft, do="save", activity_title="Landing near the rim", addressees=["MEX"], **dates, **PLACE)
    return japan, draft


def states(html: str) -> dict[str, str]:
    """Give the words of the block of each State."""
    blocks = re.split(r'<li id="state-', html)[1:]
    return {block[:3]: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", block.partition("<form")[0])) for block in blocks}


def press(visitor: Visitor, draft: str, do: str, party: str, reason: str = "") -> Any:
    """Press a button of the page."""
    answers = {f"reason-{party}": reason, "version": version_of(visitor, draft)}
    return visitor.post(f"{draft}/affected", form_at=f"{draft}/affected", do=do, party=party, **answers)


def test_known_overlaps_are_found_with_reason_margin_and_age_and_what_is_far_is_not(
    noticing: tuple[Visitor, str],
) -> None:
    """Korea's rover and France's old entry are near the landing; Brazil's base is at the equator."""
    japan, draft = noticing
    found = states(japan.get(f"{draft}/affected").text)
    assert {"KOR", "FRA"} == set(found) - {"MEX"}
    assert "to be decided" in found["KOR"]
    assert "Polar rover" in found["KOR"]
    assert "The places of Landing near the rim and Polar rover overlap" in found["KOR"]
    assert "Margin: 2 km" in found["KOR"]
    assert "Data of 2 November 2026" in found["KOR"]
    assert "stale" not in found["KOR"]
    assert "stale" in found["FRA"]


def test_removal_without_a_reason_is_refused_at_its_field_and_with_one_it_is_kept(
    noticing: tuple[Visitor, str],
) -> None:
    """422 with the sentence at the reason; nothing is stored meanwhile."""
    japan, draft = noticing
    refused = press(japan, draft, "remove", "KOR", "   ")
    assert 422 == refused.status_code
    assert 'id="reason-KOR-error"' in refused.text
    assert "Give the reason why this State is not addressed." in refused.text
    assert "to be decided" in states(japan.get(f"{draft}/affected").text)["KOR"]
    assert 303 == press(japan, draft, "remove", "KOR", "It has ended.").status_code
    assert "Left out because: It has ended." in states(japan.get(f"{draft}/affected").text)["KOR"]


def test_a_notice_is_sent_once_each_state_found_is_addressed_or_left_out(noticing: tuple[Visitor, str]) -> None:
    """The page before sending names what is missing; both ways of deciding clear it."""
    japan, draft = noticing
    assert MISSING in japan.get(f"{draft}/send").text
    assert f'href="{draft}/affected"' in japan.get(f"{draft}/send").text
    assert f'href="{draft}/affected"' in japan.get(draft).text
    press(japan, draft, "add", "KOR", "Polar rover")
    press(japan, draft, "remove", "FRA", "Its telescope was never built.")
    sending = japan.get(f"{draft}/send").text
    assert MISSING not in sending
    found = states(japan.get(f"{draft}/affected").text)
    assert "addressed" in found["KOR"]
    assert "left out, with a reason" in found["FRA"]


@pytest.mark.parametrize(
    "place",
    [
        {"f/place:shape": "polygon", "f/place:points": ""},
        {"f/place:shape": "corridor", "f/place:points": "nowhere\n-89 12"},
        {"f/place:shape": "circle", "f/place:lat": "-95"},
        {"f/place:shape": "circle", "f/place:lat": ""},
        {"f/place:shape": "ellipse", "f/place:semi_major_km": "x"},
        {"f/place:shape": "nonsense"},
        {"f/place:body": "mars"},
        {"f/earliest_start": "2027-02-30"},
        {"f/earliest_start": "2027-12-30"},
        {"f/bands/0:row": "1", "f/bands/0/band:from": "-5", "f/bands/0/band:to": "x", "f/bands/0/band:unit": "MHz"},
        {"f/orbit:regime": "LLO", "f/orbit:apogee_km": "-1"},
    ],
)
def test_a_paper_that_is_not_finished_is_compared_as_far_as_it_goes(
    noticing: tuple[Visitor, str], place: dict[str, str]
) -> None:
    """Places, dates, bands and orbits that are none yet: the page says what is wrong or missing, and never fails."""
    japan, draft = noticing
    answers = {f"f/{key}": value for key, value in PLACE.items()} | place
    saved = japan.post(draft, form_at=draft, do="save", version=version_of(japan, draft), **answers)
    assert saved.status_code in (200, 303)

    answer = japan.get(f"{draft}/affected")
    assert 200 == answer.status_code
    assert "cannot be compared" in answer.text or "Nothing to compare yet" in answer.text or "overlap" in answer.text


def test_a_state_that_nothing_names_is_added_and_removed_freely(noticing: tuple[Visitor, str]) -> None:
    """Brazil is addressed without a reason, and goes without one."""
    japan, draft = noticing
    assert 303 == press(japan, draft, "add", "BRA").status_code
    assert "because you say so" in states(japan.get(f"{draft}/affected").text)["BRA"]
    assert 303 == press(japan, draft, "remove", "BRA").status_code
    assert "BRA" not in states(japan.get(f"{draft}/affected").text)


@pytest.mark.parametrize(
    ("do", "party", "status"),
    [("add", "JPN", 422), ("add", "NOBODY", 422), ("add", "", 422), ("add", "OOSA", 422), ("nonsense", "KOR", 404)],
)
def test_nobody_else_is_added_and_nothing_else_is_done(
    noticing: tuple[Visitor, str], do: str, party: str, status: int
) -> None:
    """Oneself, an unknown party, none, a body, and a button that is not there."""
    japan, draft = noticing
    assert status == press(japan, draft, do, party).status_code
    assert "to be decided" in states(japan.get(f"{draft}/affected").text)["KOR"]


def test_a_choice_over_an_older_text_is_not_stored(noticing: tuple[Visitor, str]) -> None:
    """409 with the stored text."""
    japan, draft = noticing
    answer = japan.post(f"{draft}/affected", form_at=f"{draft}/affected", do="add", party="KOR", version="0")
    assert 409 == answer.status_code
    assert "your choice was not stored" in answer.text
    assert 422 == japan.post(f"{draft}/affected", form_at=draft, do="add", party="KOR").status_code


def test_the_page_belongs_to_the_party_that_prepares_the_paper(berths: World, noticing: tuple[Visitor, str]) -> None:
    """404 for every other party and for papers that cover nobody; the POST is refused, and no link stands there."""
    japan, draft = noticing
    for mail in (KOREA, FRANCE, BRAZIL):
        other = berths.signed_in(mail)
        assert 404 == other.get(f"{draft}/affected").status_code
        answer = other.post(f"{draft}/affected", form_at="/desk", do="add", party="BRA", version="1")
        assert 404 == answer.status_code
    case = re.search(r'href="(/cases/OST9-[^"]+)"', japan.get(draft).text)
    assert case is not None
    plain = begin(japan, case[1].rpartition("/")[2], "find_no_interference")
    assert 404 == japan.get(f"{plain}/affected").status_code
    assert 404 == japan.post(f"{plain}/affected", form_at=plain, do="add", party="BRA", version="0").status_code
    assert "compare with the register" not in japan.get(plain).text


def test_a_finding_that_rests_on_what_a_reader_may_not_read_does_not_exist(berths: World) -> None:
    """France keeps its place for participants of the mechanism; Japan takes no part in it and learns nothing."""
    registered(berths, "FRA", HIDDEN, "LUN-0009")
    japan, draft = begun_notice(berths)
    page = japan.get(f"{draft}/affected").text
    assert "FRA" not in states(page)
    assert "Hidden telescope" not in page
    assert MISSING not in japan.get(f"{draft}/send").text


def test_what_cannot_be_compared_is_said_and_asks_for_nothing(berths: World) -> None:
    """A notice without place, orbit or band; and one with a latitude beyond the pole."""
    register_of_three(berths)
    japan, draft = begun_notice(berths)
    fill_in(japan, draft, do="save", activity_title="Landing", **{"place:body": "", "place:shape": ""})
    assert "Nothing to compare yet" in japan.get(f"{draft}/affected").text
    fill_in(japan, draft, do="save", activity_title="Landing", earliest_start="2027-06-01",
            **{**PLACE, "place:lat": "-95"})  # fmt: skip
    assert "cannot be compared" in japan.get(f"{draft}/affected").text


def test_the_docket_refuses_a_notice_that_leaves_a_state_out_in_silence(berths: World) -> None:
    """Whatever a page shows, the act itself is refused; and with the reason it replays without the register."""
    register_of_three(berths)
    at = moment("2026-11-20")
    ref = str(docket(berths).open(acting(berths, JAPAN, at), "ost9", at=at, title="").ref)
    take(berths, JAPAN, "2026-11-20", ref, "start_assessment")
    given = {**NOTICE, "addressees": ["MEX"]}
    with pytest.raises(Refused) as caught:
        take(berths, JAPAN, "2026-11-20", ref, "serve_notice", exactly=True, **given)
    assert {"addressees"} == {refusal.field for refusal in caught.value.refusals}
    left_out = [{"party": "FRA", "reason": "Never built."}]
    take(berths, JAPAN, "2026-11-20", ref, "serve_notice", exactly=True,
         **{**given, "addressees": ["KOR"], "left_out": left_out})  # fmt: skip
    korea = berths.signed_in(KOREA).get(f"/cases/{ref}/acts/2").text
    assert "Never built." not in korea, "whom Japan left out, and why, is for its own eyes"
