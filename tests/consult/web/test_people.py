"""The own party's pages: who may see and change what, and what bad input gets."""

import re

import pytest

from consult import people
from tests.consult.web.world import FRENCH_MANAGER, LIAISON, MANAGER, SECRETARIAT, World, masked

INVITATION = {
    "name": "Deputy liaison, JAXA",
    "email": "deputy@jaxa.example",
    "language": "en",
    "office": "Deputy liaison",
    "capacities": ["draft"],
    "level": "agency",
    "kind": "standing",
    "instrument": "Letter of 18 November 2026",
    "valid_from": "2026-11-20",
    "valid_until": "2027-11-19",
}
MANAGING = (
    "/my-party/people/new",
    "/my-party/organs/new",
    "/my-party/organs/MOFA/contacts/new",
)


def test_a_manager_invites_and_the_link_is_shown_once(world: World) -> None:
    """The link stands in the answer and opens the page that sets a password; the person's page does not have it."""
    visitor = world.signed_in(MANAGER)
    answer = visitor.post("/my-party/people", organ=str(world.organs["JAXA"]), **INVITATION)
    assert 200 == answer.status_code
    link = re.search(r"http://localhost(/link/[\w-]+)", answer.text)
    assert link is not None
    with world.reading() as conn:
        person = people.find_person_by_mail(conn, "deputy@jaxa.example")

    assert 200 == world.visitor().get(link[1]).status_code
    shown = visitor.get(f"/my-party/people/{person.id}").text
    assert "invited, no password yet" in shown
    assert link[1] not in shown


def test_a_form_with_faults_comes_back_with_every_fault_and_every_answer(world: World) -> None:
    """422; the faulty fields are named and linked, what was typed is still there."""
    visitor = world.signed_in(MANAGER)
    wrong = {**INVITATION, "email": "nobody", "capacities": ["dispatch"], "level": "treaty", "valid_from": "20.11.2026"}
    answer = visitor.post("/my-party/people", organ=str(world.organs["JAXA"]), **wrong)

    assert 422 == answer.status_code
    assert {"email", "capacities", "valid_from"} == set(re.findall(r'id="error-(\w+)"', answer.text))
    assert "3 answers need to be changed" in answer.text
    assert 'value="Letter of 18 November 2026"' in answer.text
    assert "ministry or a mission only" in answer.text


@pytest.mark.parametrize("organ", ["", "x", "999999", "²"])
def test_an_organ_that_is_not_in_the_list_is_a_fault_of_its_field(world: World, organ: str) -> None:
    """Nothing that a form can send breaks the page."""
    answer = world.signed_in(MANAGER).post("/my-party/people", organ=organ, **INVITATION)

    assert 422 == answer.status_code
    assert 'id="error-organ"' in answer.text


def test_another_partys_organ_is_answered_like_one_that_does_not_exist(world: World) -> None:
    """The fault is the same."""
    visitor = world.signed_in(MANAGER)
    theirs, none = (
        masked(visitor.post("/my-party/people", organ=number, **INVITATION).text)
        for number in (str(world.organs["CNES"]), "999999")
    )

    assert none == theirs


@pytest.mark.parametrize("address", MANAGING)
def test_forms_of_the_manager_do_not_exist_for_others(world: World, address: str) -> None:
    """The page answers 404 and the link to it is not shown."""
    liaison, manager = world.signed_in(LIAISON), world.signed_in(MANAGER)

    assert (200, 404) == (manager.get(address).status_code, liaison.get(address).status_code)
    assert f'href="{address}"' in manager.get("/my-party").text
    assert f'href="{address}"' not in liaison.get("/my-party").text


@pytest.mark.parametrize("who", [LIAISON, FRENCH_MANAGER, SECRETARIAT])
def test_nobody_but_its_own_manager_changes_a_party(world: World, who: str) -> None:
    """Every change answers 404, for a colleague as for a foreign manager."""
    visitor, person = world.signed_in(who), world.people[LIAISON]
    with world.reading() as conn:
        mandate = people.mandates_of(conn, "JPN", person)[0].id
        contact = people.contacts_of(conn, "JPN")[0].id
    for address in (
        f"/my-party/people/{person}/link",
        f"/my-party/people/{person}/close",
        f"/my-party/people/{person}/open",
        f"/my-party/mandates/{mandate}/revoke",
        f"/my-party/contacts/{contact}/prove",
        f"/my-party/contacts/{contact}/withdraw",
        "/my-party/organs/MOFA/contacts",
    ):
        assert 404 == visitor.post(address).status_code, address


def test_the_people_of_another_party_are_unknown(world: World) -> None:
    """Their pages answer 404."""
    address = f"/my-party/people/{world.people[MANAGER]}"

    assert 404 == world.signed_in(FRENCH_MANAGER).get(address).status_code


def test_a_mandate_is_revoked_after_its_effect_was_shown(world: World) -> None:
    """The page says what revoking does; afterwards the mandate is shown as revoked and cannot be revoked again."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    with world.reading() as conn:
        mandate = people.mandates_of(conn, "JPN", person)[0].id
    address = f"/my-party/mandates/{mandate}/revoke"
    assert "Acts made under it stay as they are." in visitor.get(address).text

    assert 303 == visitor.post(address).status_code
    assert "revoked" in visitor.get(f"/my-party/people/{person}").text
    assert 409 == visitor.post(address).status_code


def test_the_last_manager_stays(world: World) -> None:
    """409 with the reason."""
    visitor = world.signed_in(MANAGER)
    with world.reading() as conn:
        mandate = people.mandates_of(conn, "JPN", world.people[MANAGER])[0].id
    answer = visitor.post(f"/my-party/mandates/{mandate}/revoke")

    assert 409 == answer.status_code
    assert "Record another one before revoking it." in answer.text


def test_a_manager_cannot_close_his_own_account(world: World) -> None:
    """409 with the reason, and no button."""
    visitor, person = world.signed_in(MANAGER), world.people[MANAGER]

    assert 409 == visitor.post(f"/my-party/people/{person}/close").status_code
    assert "Close the account" not in visitor.get(f"/my-party/people/{person}").text


def test_an_account_is_closed_and_opened_again(world: World) -> None:
    """Its page says so."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    visitor.post(f"/my-party/people/{person}/close")
    assert "account closed" in visitor.get(f"/my-party/people/{person}").text

    visitor.post(f"/my-party/people/{person}/open")

    assert "can sign in" in visitor.get(f"/my-party/people/{person}").text


def test_inviting_somebody_whose_account_is_closed_says_so_and_what_to_do(world: World) -> None:
    """422 at the address, and nothing is recorded: a mandate of a closed account would give no access."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    visitor.post(f"/my-party/people/{person}/close")
    with world.reading() as conn:
        before = len(people.mandates_of(conn, "JPN", person))

    answer = visitor.post(
        "/my-party/people",
        organ=str(world.organs["JAXA"]),
        **{**INVITATION, "email": LIAISON, "office": "Other office"},
    )

    assert (422, ["email"]) == (answer.status_code, re.findall(r'id="error-(\w+)"', answer.text))
    assert "is closed. Open it again on the person" in answer.text
    assert "has a password already" not in answer.text
    with world.reading() as conn:
        assert before == len(people.mandates_of(conn, "JPN", person))
    page = visitor.get(f"/my-party/people/{person}").text
    assert "/link" not in page
    assert "Open the account" in page
    refused = visitor.post(f"/my-party/people/{person}/link")
    assert (409, True) == (refused.status_code, "is closed. Open it again" in refused.text)


@pytest.mark.parametrize("sent", [["ost99"], ["ost9", "ost8"], ["OST9"], ["ost9 ost9_request"]], ids=" and ".join)
def test_a_mandate_for_a_procedure_that_is_not_here_is_refused_by_its_field(world: World, sent: list[str]) -> None:
    """422 at the question; such a mandate would permit nothing."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    mandate = {key: INVITATION[key] for key in INVITATION if key not in ("name", "email", "language")}

    answer = visitor.post(
        f"/my-party/people/{person}/mandates", organ=str(world.organs["JAXA"]), **mandate, procedures=sent
    )

    assert (422, ["procedures"]) == (answer.status_code, re.findall(r'id="error-(\w+)"', answer.text))


def test_a_mandate_for_procedures_of_this_installation_is_recorded_and_read_by_their_names(world: World) -> None:
    """They are chosen from a list and stand on the page of the person by the titles that they have there."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    mandate = {key: INVITATION[key] for key in INVITATION if key not in ("name", "email", "language")}
    form = visitor.get(f"/my-party/people/{person}/mandates/new").text
    assert re.search(r'value="ost9_request".*?>Request for consultation', form)

    answer = visitor.post(
        f"/my-party/people/{person}/mandates",
        organ=str(world.organs["JAXA"]),
        **mandate,
        procedures=["ost9", "ost9_request"],
    )

    assert 303 == answer.status_code
    page = visitor.get(f"/my-party/people/{person}").text
    assert "only Consultation before a planned activity; Request for consultation" in page


def test_organs_and_contact_points_are_recorded_proved_and_withdrawn(world: World) -> None:
    """The page shows each change."""
    visitor = world.signed_in(MANAGER)
    visitor.post("/my-party/organs", key="IHI", name="A launch operator", kind="operator")
    visitor.post(
        "/my-party/organs/IHI/contacts", channel="fax", address="+81 50 0000 0001", urgent="yes", languages=["en", "fr"]
    )
    with world.reading() as conn:
        contact = next(one.id for one in people.contacts_of(conn, "JPN") if one.channel == "fax")
    before = visitor.get("/my-party").text
    assert "A launch operator" in before
    assert "EN, FR" in before

    visitor.post(f"/my-party/contacts/{contact}/prove")
    assert "20 November 2026" in visitor.get("/my-party").text
    visitor.post(f"/my-party/contacts/{contact}/withdraw")

    assert "withdrawn" in visitor.get("/my-party").text


def test_faulty_organs_and_contacts_come_back(world: World) -> None:
    """422 with the fields named."""
    visitor = world.signed_in(MANAGER)
    organ = visitor.post("/my-party/organs", key="mofa", name="", kind="club")
    contact = visitor.post("/my-party/organs/MOFA/contacts", channel="pigeon", address="x" * 501, valid_until="soon")

    assert (422, 422) == (organ.status_code, contact.status_code)
    assert {"key", "name", "kind"} == set(re.findall(r'id="error-(\w+)"', organ.text))
    assert {"channel", "address", "valid_until"} == set(re.findall(r'id="error-(\w+)"', contact.text))


def test_a_further_mandate_is_recorded(world: World) -> None:
    """It stands on the person's page beside the first."""
    visitor, person = world.signed_in(MANAGER), world.people[LIAISON]
    new = {key: INVITATION[key] for key in ("office", "kind", "capacities", "level", "instrument", "valid_from")}
    answer = visitor.post(f"/my-party/people/{person}/mandates", organ=str(world.organs["JAXA"]), **new)

    assert 303 == answer.status_code
    assert "Deputy liaison" in visitor.get(f"/my-party/people/{person}").text


def test_text_of_users_is_shown_as_text(world: World) -> None:
    """Markup in a name does nothing."""
    visitor = world.signed_in(MANAGER)
    visitor.post("/my-party/organs", key="XSS", name="<script>alert(1)</script>", kind="agency")

    page = visitor.get("/my-party").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
