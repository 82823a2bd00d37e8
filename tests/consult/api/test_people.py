"""People, mandates and absences through a system that manages: what it records, and what it never gives or takes."""

from typing import Any

import pytest

from consult.people.authority import parties_of
from tests.consult.api.house import HERE, MANDATE, PERSON, entries_of, managing, said
from tests.consult.api.machine import machine, standing_of
from tests.consult.web.world import FORMER, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, World

PEOPLE = f"{HERE}/people"


def test_a_register_of_staff_invites_and_never_gets_the_link(berths: World) -> None:
    """The person is there, invited, and the log names the system; a person gives the link, from the page."""
    asks, visitor = managing(berths), berths.signed_in(MANAGER)
    before = len(entries_of(berths, "person", "mandate_recorded"))
    made = asks.post(PEOPLE, {**PERSON, **MANDATE}, Idempotency_Key="person-1")
    again = asks.post(PEOPLE, {**PERSON, **MANDATE}, Idempotency_Key="person-1")
    other = asks.post(PEOPLE, {**PERSON, **MANDATE, "office": "Clerk"}, Idempotency_Key="person-1")

    assert (201, 200, made.json) == (made.status_code, again.status_code, again.json)
    assert (422, "This key was used for another request; nothing was recorded.") == said(other)
    assert ("invited", ["Registrar"]) == (made.json["account"], [one["office"] for one in made.json["mandates"]])
    assert "link" not in made.text
    new = [("person", "JPN"), ("mandate_recorded", "JPN")]
    assert new == entries_of(berths, "person", "mandate_recorded")[before:]
    page = visitor.get(f"/my-party/people/{made.json['number']}")
    assert ("Registrar, MOFA" in page.text, "invited, no password yet" in page.text) == (True, True)
    link = visitor.post(f"/my-party/people/{made.json['number']}/link")
    assert "/link/" in link.text


def test_a_mandate_is_recorded_and_revoked_and_an_account_closed_and_opened(berths: World) -> None:
    """As on the page, with the same entries; what ended cannot end again."""
    asks, person = managing(berths), f"{PEOPLE}/{berths.people[LIAISON]}"
    mandate = asks.made(f"{person}/mandates", {**MANDATE, "organ": "VIENNA", "procedures": ["ost9"]})
    assert ("VIENNA", ["ost9"], "counts", False) == tuple(
        mandate[name] for name in ("organ", "procedures", "worth", "through_systems")
    )
    assert "revoked" == asks.made(f"{mandate['href']}/revocation", None)["worth"]
    assert (409, "This mandate was revoked already.") == said(asks.post(f"{mandate['href']}/revocation"))
    assert ["closed", "open"] == [asks.made(f"{person}/{way}", None)["account"] for way in ("closing", "opening")]
    told = entries_of(berths, "mandate_recorded", "mandate_revoked", "person")[-4:]
    assert ["mandate_recorded", "mandate_revoked", "person", "person"] == [kind for kind, _party in told]


def test_a_system_gives_nobody_more_than_it_may_bound(berths: World) -> None:
    """No mandate that manages, none that lets systems through: with either it could widen itself."""
    asks = managing(berths)
    for more in ({"capacities": ["manage"]}, {"through_systems": True}):
        for path in (PEOPLE, f"{PEOPLE}/{berths.people[LIAISON]}/mandates"):
            body = {**MANDATE, **more} if path != PEOPLE else {**PERSON, **MANDATE, **more}
            status, why = said(asks.post(path, body))
            assert (403, True) == (status, why.endswith("through it a system could give itself more than it has."))
    assert PERSON["email"] not in asks.get(PEOPLE).text


def test_the_last_manager_stays_and_closes_not_itself(berths: World) -> None:
    """409 with the sentence of the page."""
    asks = managing(berths)
    last = "This is the party's last mandate to manage. Record another one before revoking it."
    own = "You cannot close your own account. Ask another manager of your party."

    assert (409, last) == said(asks.post(f"{HERE}/mandates/{standing_of(berths, MANAGER).mandate_id}/revocation"))
    assert (409, own) == said(asks.post(f"{PEOPLE}/{berths.people[MANAGER]}/closing"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"organ": "MEAE"}, "/organ: There is no such organ."),
        ({"capacities": []}, "/capacities: Choose at least one capacity."),
        ({"capacities": ["rule"]}, "/capacities: Choose capacities from the list."),
        (
            {"capacities": ["office"]},
            "/capacities: Only a secretariat or a registry acts in the capacity of an office.",
        ),
        ({"organ": "JAXA", "capacities": ["dispatch"]}, "/capacities: Treaty filings are dispatched by a ministry"),
        ({"procedures": ["ost99"]}, "/procedures: There is no such procedure: ost99."),
        ({"valid_until": "2026-11-19"}, "/valid_until: The last day lies before the first day."),
        ({"email": "nobody"}, "/email: Give a mail address, such as liaison@agency.example."),
        ({"email": FRENCH_MANAGER}, "/email: This address cannot be invited here."),
        ({"valid_from": "2026-02-30"}, "/valid_from: Give a day as year-month-day, such as 2027-03-01"),
    ],
    ids=str,
)
def test_an_invitation_that_cannot_be_taken_is_pointed_to(berths: World, change: dict[str, Any], sentence: str) -> None:
    """422 with the sentence of the page; nobody is recorded."""
    asks = managing(berths)
    status, told = said(asks.post(PEOPLE, {**PERSON, **MANDATE, **change}))

    assert (422, True) == (status, told.startswith(sentence)), told
    assert PERSON["email"] not in asks.get(PEOPLE).text


def test_whoever_does_not_manage_changes_nobody(berths: World) -> None:
    """404 for the system of one who does not; 403 for one whose token or mandate keeps it from that."""
    person, paths = berths.people[FORMER], ("closing", "opening", "mandates")
    for path in [PEOPLE, *(f"{PEOPLE}/{person}/{one}" for one in paths), f"{HERE}/mandates/2/revocation"]:
        body = {**PERSON, **MANDATE} if path == PEOPLE else MANDATE if path.endswith("mandates") else None
        assert 404 == machine(berths, OFFICIAL).post(path, body).status_code
        assert 403 == managing(berths, capacities=()).post(path, body).status_code
        if path != PEOPLE:  # where nobody is named, nobody of another party is
            french = machine(berths, FRENCH_MANAGER, capacities=("manage",))
            assert 404 == french.post(path, body and {**body, "organ": "MEAE"}).status_code
    with berths.reading() as conn:
        assert {"JPN"} == parties_of(conn, person, live_only=True)


def test_people_are_listed_as_on_the_page_and_of_the_own_party_alone(berths: World) -> None:
    """Whoever acts for it reads them; page by page, narrowed to accounts, and nobody of another party."""
    asks = machine(berths, LIAISON, capacities=())
    page = berths.signed_in(LIAISON).get("/my-party").text
    everybody, after = [], f"{PEOPLE}?size=2"
    while after:
        found = asks.given(after)
        everybody += found["items"]
        after = found["next"]

    assert len({one["number"] for one in everybody}) == len(everybody) > 4
    standing = [one for one in everybody if any(each["worth"] in ("counts", "begins") for each in one["mandates"])]
    assert all(one["name"] in page for one in standing)
    assert berths.people[FRENCH_MANAGER] not in {one["number"] for one in everybody}
    assert [] == asks.given(f"{PEOPLE}?account=closed")["items"]
    assert (422, "account: Choose from: '', 'open', 'invited' or 'closed'.") == said(asks.get(f"{PEOPLE}?account=x"))
    for path in (f"{PEOPLE}/{berths.people[FRENCH_MANAGER]}", f"{HERE}/mandates/999999", f"{PEOPLE}/{10**30}"):
        assert 404 == asks.get(path).status_code


def test_a_staff_register_records_an_absence_and_ends_it(berths: World) -> None:
    """Both names on the page, the entries of the log, and mail to both; again with its key it is the same one."""
    asks = managing(berths)
    body = {
        "absent": standing_of(berths, "all@jpn.example").mandate_id,
        "substitute": standing_of(berths, "draft@jpn.example").mandate_id,
        "capacities": ["draft"],
        "valid_from": "2026-11-20",
        "valid_until": "2026-11-30",
        "procedures": ["berth"],
    }
    made = asks.post(f"{HERE}/absences", body, Idempotency_Key="absence-1")
    again = asks.post(f"{HERE}/absences", body, Idempotency_Key="absence-1")

    assert (201, 200, made.json) == (made.status_code, again.status_code, again.json)
    assert ("counts", True, 0) == tuple(made.json[name] for name in ("worth", "may_end", "other_cases"))
    assert made.json["absent"] in berths.signed_in(MANAGER).get("/my-party/absences").text
    assert [made.json] == asks.given(f"{HERE}/absences?worth=counts")["items"]
    assert "revoked" == asks.made(f"{made.json['href']}/end", None)["worth"]
    assert (409, "This substitution was revoked already.") == said(asks.post(f"{made.json['href']}/end"))
    kinds = [kind for kind, _party in entries_of(berths, "substitution_recorded", "substitution_revoked")]
    assert ["substitution_recorded", "substitution_revoked"] == kinds
    wrong = {**body, "capacities": ["manage"], "procedures": ["nosuch"]}
    assert (422, "/procedures: There is no such procedure: nosuch.") == said(asks.post(f"{HERE}/absences", wrong))
    status, why = said(asks.post(f"{HERE}/absences", {**body, "capacities": ["manage"]}))
    assert (422, True) == (status, why.startswith("/capacities: A substitute has no capacity that the absent person"))


def test_a_system_hands_on_nothing_that_its_token_does_not_have(berths: World) -> None:
    """The person records the own absence; a token on the same mandate does not. Another party's mandate is unknown."""
    own = standing_of(berths, "all@jpn.example").mandate_id
    body = {
        "absent": own,
        "substitute": standing_of(berths, "draft@jpn.example").mandate_id,
        "capacities": ["dispatch"],
        "valid_from": "2026-11-20",
        "valid_until": "2026-11-30",
    }
    status, why = said(machine(berths, "all@jpn.example", capacities=("draft",)).post(f"{HERE}/absences", body))
    assert (403, True) == (status, why.startswith("An absence hands on what a mandate gives."))
    french = machine(berths, FRENCH_MANAGER, capacities=("manage",))
    assert 404 == french.post(f"{HERE}/absences", body).status_code
    made = managing(berths).made(f"{HERE}/absences", body)
    assert 404 == french.get(made["href"]).status_code == french.post(f"{made['href']}/end").status_code
    assert 403 == machine(berths, "all@jpn.example", capacities=("draft",)).post(f"{made['href']}/end").status_code
    assert "counts" == managing(berths).given(made["href"])["worth"]
