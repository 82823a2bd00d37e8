"""Organs and contact points through a system: one day of a ministry's registry, and every refusal."""

from typing import Any

import pytest

from tests.consult.api.house import HERE, JPN, managing, said
from tests.consult.api.machine import Machine, machine
from tests.consult.web.world import FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, World

CONTACT: dict[str, Any] = {
    "organ": "MOFA",
    "channel": "telephone",
    "address": "+81 3 1234 5678",
    "urgent": True,
    "languages": ["en"],
    "valid_until": "2026-12-31",
    "hours": {"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "17:00", "zone": "Asia/Tokyo"},
}


def test_a_registry_keeps_organs_and_contact_points_of_its_party(berths: World) -> None:
    """Recorded, proved, put first, said to be for nothing urgent, withdrawn: the page of the party shows each."""
    asks, visitor = managing(berths), berths.signed_in(MANAGER)
    organ = asks.made(f"{JPN}/organs", {"key": "MEXT", "name": "Ministry of Education", "kind": "ministry"})
    contact = asks.made(f"{JPN}/contacts", CONTACT)
    here = contact["href"]

    assert organ == asks.given(organ["href"])
    assert ("never", 2, "Monday to Friday 09:00–17:00, Asia/Tokyo", False) == tuple(
        contact[name] for name in ("proof", "place", "hours", "over")
    )
    for text in ("Ministry of Education", "+81 3 1234 5678"):
        assert text in visitor.get("/my-party").text
    assert ("fresh", "2026-11-20") == tuple(
        asks.made(f"{here}/proof", None)[name] for name in ("proof", "last_proved_on")
    )
    assert 1 == asks.made(f"{here}/move", {"way": "earlier"})["place"]
    assert asks.made(f"{here}/urgency", {"urgent": False})["urgent"] is False
    assert (True, "2026-11-19", None) == tuple(
        asks.made(f"{here}/withdrawal", None)[name] for name in ("over", "valid_until", "place")
    )
    assert (409, "This contact point is over; record a new one.") == said(asks.post(f"{here}/move", {"way": "later"}))


def test_the_same_request_makes_one_contact_point(berths: World) -> None:
    """With the key it gets the first one, and with another body it is refused; nothing is made twice."""
    asks = managing(berths)
    first = asks.post(f"{JPN}/contacts", CONTACT, Idempotency_Key="contact-1")
    again = asks.post(f"{JPN}/contacts", CONTACT, Idempotency_Key="contact-1")
    other = asks.post(f"{JPN}/contacts", {**CONTACT, "urgent": False}, Idempotency_Key="contact-1")

    assert (201, 200, first.json) == (first.status_code, again.status_code, again.json)
    assert (422, "This key was used for another request; nothing was recorded.") == said(other)
    assert 3 == len(asks.given(f"{JPN}/contacts")["items"])


def test_a_change_that_is_repeated_with_its_key_happens_once(berths: World) -> None:
    """A point that was put first stays first; a refusal keeps no key."""
    asks = managing(berths)
    for _n in range(2):
        asks.made(f"{JPN}/contacts", {**CONTACT, "address": f"+81 3 1234 567{_n}"})
    number = asks.given(f"{JPN}/contacts?organ=MOFA")["items"][-1]["number"]
    moved = [
        asks.post(f"{JPN}/contacts/{number}/move", {"way": "earlier"}, Idempotency_Key="move-1").json["place"]
        for _n in range(2)
    ]
    assert [2, 2] == moved

    wrong = {**CONTACT, "address": "3 1234"}
    assert 422 == asks.post(f"{JPN}/contacts", wrong, Idempotency_Key="contact-2").status_code
    assert 201 == asks.post(f"{JPN}/contacts", CONTACT, Idempotency_Key="contact-2").status_code


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"organ": "NASA"}, "/organ: There is no such organ."),
        ({"channel": "drum"}, "/channel: Choose a channel from the list."),
        ({"address": " "}, "/address: Give the address, number or account."),
        ({"languages": ["tlh"]}, "/languages: Choose from: "),
        ({"valid_until": "2026-11-18"}, "/valid_until: The last day is over; nobody could be reached there."),
        ({"valid_until": "tomorrow"}, "/valid_until: Give a day as year-month-day, such as 2027-03-01"),
        ({"valid_until": 20261120}, "/valid_until: Give a day as year-month-day, such as 2027-03-01"),
        ({"hours": {**CONTACT["hours"], "days": [7]}}, "/hours/days: Days of the week are numbers"),
        ({"hours": {**CONTACT["hours"], "opens": "9"}}, "/hours/opens: Give a time of day such as 09:00."),
        ({"hours": {**CONTACT["hours"], "zone": "Mars"}}, "/hours/zone: "),
        ({"fax": "+81"}, "/fax: There is no such field here."),
    ],
    ids=str,
)
def test_a_contact_point_that_cannot_be_taken_is_pointed_to(
    berths: World, change: dict[str, Any], sentence: str
) -> None:
    """422 with the place in the body and the sentence of the page; nothing is recorded."""
    asks = managing(berths)
    status, told = said(asks.post(f"{JPN}/contacts", {**CONTACT, **change}))

    assert (422, True) == (status, told.startswith(sentence)), told
    assert 2 == len(asks.given(f"{JPN}/contacts")["items"])


def test_an_organ_that_cannot_be_taken_is_pointed_to(berths: World) -> None:
    """A key in small letters, one that is there, a kind that nobody knows."""
    asks, new = managing(berths), {"key": "MEXT", "name": "Ministry of Education", "kind": "ministry"}

    for change, sentence in (
        ({"key": "mext"}, "/key: A short name has capital letters, digits and hyphens, such as MOFA or JAXA."),
        ({"key": "MOFA"}, "/key: This party has an organ MOFA already; choose another short name."),
        ({"name": " "}, "/name: Give the name."),
        ({"kind": "guild"}, "/kind: Choose one of: "),
    ):
        status, told = said(asks.post(f"{JPN}/organs", {**new, **change}))
        assert (422, True) == (status, told.startswith(sentence)), told


WRITES = (
    ("/organs", {"key": "X1", "name": "X", "kind": "agency"}),
    ("/contacts", CONTACT),
    ("/contacts/1/proof", None),
    ("/contacts/1/withdrawal", None),
    ("/contacts/1/move", {"way": "earlier"}),
    ("/contacts/1/urgency", {"urgent": True}),
    ("/organs/MOFA/keys", {"vkey": "x", "note": "y"}),
    ("/organs/MOFA/keys/1/retirement", None),
)


@pytest.mark.parametrize(("path", "body"), WRITES, ids=lambda one: str(one)[:20])
def test_whoever_may_not_is_refused(berths: World, path: str, body: Any) -> None:
    """Another party's system and key in the address: 404. A person without a mandate to manage: 404. A system whose
    mandate, whose token or whose narrowing keeps it from managing: 403, and which of them it is."""

    def refused(asks: Machine, party: str = "JPN") -> tuple[int, str]:
        return said(asks.post(f"{HERE}/parties/{party}{path}", body))

    kept_back = "Mandate 1 (Manager, Ministry of Foreign Affairs) does not let this go through a system."
    status, why = refused(managing(berths, dispatches=False))
    assert (403, True) == (status, why.startswith(kept_back))
    unknown = (404, "There is no such thing, or it is not open to you.")
    assert unknown == refused(managing(berths), "FRA")
    assert unknown == refused(machine(berths, FRENCH_MANAGER, capacities=("manage",)))
    assert unknown == refused(machine(berths, OFFICIAL))
    less = "This token was made without the capacity that this needs. Somebody signed in makes one that has it."
    assert (403, less) == refused(managing(berths, capacities=()))
    narrow = "This token is narrowed to some procedures or cases; such a token manages nothing."
    assert (403, narrow) == refused(managing(berths, capacities=(), procedures=("berth",)))


def test_contact_points_of_others_are_seen_as_on_their_page(berths: World) -> None:
    """By a State that takes part in cases; filtered and page by page; an unknown party is unknown."""
    asks = machine(berths, LIAISON, capacities=())
    managing(berths).made(f"{JPN}/contacts", CONTACT)
    french = machine(berths, "all@fra.example", capacities=())
    first = french.given(f"{JPN}/contacts?size=2")

    assert [1, 2] == [one["number"] for one in first["items"]]
    assert [3] == [one["number"] for one in french.given(first["next"])["items"]]
    assert [2, 3] == [one["number"] for one in asks.given(f"{JPN}/contacts?urgent=yes")["items"]]
    assert ["JAXA"] == [one["organ"] for one in asks.given(f"{JPN}/contacts?organ=JAXA&fields=organ")["items"]]
    assert (422, "organ: There is no such organ.") == said(asks.get(f"{JPN}/contacts?organ=NASA"))
    assert 404 == asks.get(f"{HERE}/parties/NOSUCH/contacts").status_code
    assert 404 == asks.get(f"{HERE}/parties/FRA/contacts/1").status_code


def test_a_party_leads_to_its_house(berths: World) -> None:
    """Every link of the own party answers; another's leads to its organs and contact points alone."""
    asks = managing(berths)
    own, other = asks.given(JPN), asks.given(f"{HERE}/parties/FRA")

    for href in (own["organs_href"], own["contacts_href"], *own["house"].values(), other["organs_href"]):
        assert 200 == asks.get(href).status_code, href
    assert {} == other["house"]
    organs = asks.given(f"{own['organs_href']}?size=1")
    assert ["JAXA"] == [one["key"] for one in organs["items"]]
    assert ["MFA"] == [one["key"] for one in asks.given(organs["next"])["items"]]
    assert (422, "after: There is nothing of this name here to go on from.") == said(
        asks.get(f"{own['organs_href']}?after=NASA")
    )
