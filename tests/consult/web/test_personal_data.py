"""The pages of personal data: My data for everybody, Personal data for managers; each refusal stands twice."""

import io
import json
import zipfile

from sqlalchemy import select

from consult.models.keeping import ERASURE_WISH, PARTY_KEEPING, PERSON_ERASED
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import PERSON
from consult.personal import wishes
from tests.consult.web.world import AT, FORMER, FRENCH_MANAGER, LIAISON, MANAGER, OFFICIAL, World

DATA, KEEPING = "/my-settings/data", "/my-party/personal-data"


def test_everybody_sees_what_is_kept_and_takes_a_file_of_it_that_nobody_else_gets(world: World) -> None:
    """The liaison has a file made; the archive holds name and address, no secret; a colleague does not even list it."""
    liaison, manager = world.signed_in(LIAISON), world.signed_in(MANAGER)
    assert "What is kept of me" in liaison.get(DATA).text
    assert 303 == liaison.post(f"{DATA}/export", form_at=DATA).status_code
    page = liaison.get(DATA).text
    key = page.partition("/my-settings/data/files/")[2].partition("/take")[0]
    taken = liaison.post(f"{DATA}/files/{key}/take", form_at=DATA)
    assert 200 == taken.status_code
    with zipfile.ZipFile(io.BytesIO(taken.data)) as archive:
        assert ["data.json", "index.html"] == archive.namelist()
        told = json.loads(archive.read("data.json"))
        read = archive.read("index.html").decode()
    person = next(one for one in told["kept"] if one["table"] == "person")
    assert ["Liaison, JAXA", LIAISON] == [person["rows"][0][name] for name in ("name", "email")]
    assert MANAGER not in json.dumps(told)
    assert "Name, mail address, language" in read

    for visitor in (manager, world.signed_in(FRENCH_MANAGER)):
        assert 404 == visitor.post(f"{DATA}/files/{key}/take", form_at=DATA).status_code
        assert 404 == visitor.post(f"/reports/files/{key}/take", form_at=DATA).status_code
        assert key not in visitor.get("/reports").text
        assert key not in visitor.get(DATA).text
    with world.reading() as conn:
        entries = conn.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "export")).scalars().all()
    assert [("person", key)] == [(json.loads(one)["what"], json.loads(one)["output"]) for one in entries]


def test_a_person_asks_and_a_manager_confirms_on_the_page(world: World) -> None:
    """The wish waits on My party; confirming it erases; nothing to confirm is left, and the account is closed."""
    liaison, manager = world.signed_in(LIAISON), world.signed_in(MANAGER)
    short = liaison.post(f"{DATA}/erase", form_at=DATA, reason="bye")
    assert (422, True) == (short.status_code, "Give a reason of 10 to 500 characters." in short.text)
    assert 303 == liaison.post(f"{DATA}/erase", form_at=DATA, reason="I leave the agency in May.").status_code
    assert "It waits for the managers" in liaison.get(DATA).text
    assert "Ask for it" not in liaison.get(DATA).text
    assert "1 wish to erase waits for your party" in manager.get("/my-party").text
    page = manager.get(KEEPING).text
    assert "I leave the agency in May." in page
    number = int(page.partition("/wishes/")[2].partition("/")[0])

    assert 404 == world.signed_in(FRENCH_MANAGER).post(f"{KEEPING}/wishes/{number}/confirm").status_code
    assert 303 == manager.post(f"{KEEPING}/wishes/{number}/confirm", form_at=KEEPING).status_code
    page = manager.get(KEEPING).text
    assert "Confirm and erase" not in page
    assert "I leave the agency in May." not in page
    assert 404 == manager.post(f"{KEEPING}/wishes/{number}/confirm", form_at=KEEPING).status_code
    with world.reading() as conn:
        row = conn.execute(select(PERSON).where(PERSON.c.id == world.people[LIAISON])).one()
        assert conn.execute(select(PERSON_ERASED.c.person_id)).scalar_one() == row.id
    assert (False, None) == (row.active, row.password_hash)
    again = manager.post(f"/my-party/people/{row.id}/open", form_at=KEEPING)
    assert (409, True) == (again.status_code, "This account was erased, and is not opened again." in again.text)
    assert "Open the account again" not in manager.get(f"/my-party/people/{row.id}").text
    assert 303 == liaison.get(DATA).status_code
    assert "Liaison, JAXA" in manager.get("/my-party").text


def test_whoever_manages_nothing_has_neither_the_page_nor_its_buttons(world: World) -> None:
    """404 for page and forms; no link to it on My party."""
    official = world.signed_in(OFFICIAL)
    official.post("/capacity", form_at="/capacity", mandate="1")
    for visitor in (world.signed_in(LIAISON),):
        assert 404 == visitor.get(KEEPING).status_code
        assert KEEPING not in visitor.get("/my-party").text
        for form in ("names", "people", "papers", "wishes/1/confirm", "wishes/1/refuse"):
            assert 404 == visitor.post(f"{KEEPING}/{form}", form_at=DATA).status_code


def test_a_manager_is_not_offered_the_own_account_and_is_refused_it(world: World) -> None:
    """The list leaves the manager out; who sends it by hand is told who decides; the last manager is told why not."""
    manager = world.signed_in(MANAGER)
    own = world.people[MANAGER]
    assert f'value="{own}"' not in manager.get(KEEPING).text
    by_hand = manager.post(f"{KEEPING}/people", form_at=KEEPING, person=str(own), person_reason="I want it gone.")
    assert (409, True) == (by_hand.status_code, "Another manager decides about your own account." in by_hand.text)
    asked = manager.post(f"{DATA}/erase", form_at=DATA, reason="I leave the ministry.")
    assert (409, True) == (asked.status_code, "This is the last manager of JPN" in asked.text)
    stranger = world.people[FRENCH_MANAGER]
    assert (
        404
        == manager.post(
            f"{KEEPING}/people", form_at=KEEPING, person=str(stranger), person_reason="It is not ours."
        ).status_code
    )
    with world.reading() as conn:
        assert [] == conn.execute(select(ERASURE_WISH.c.id)).all()


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    """Each form keeps its own answers: no person, no reason, no act, no case, no digest."""
    manager = world.signed_in(MANAGER)
    nobody = manager.post(f"{KEEPING}/people", form_at=KEEPING, person="", person_reason="The person has left.")
    assert (422, True) == (nobody.status_code, "Choose one from the list." in nobody.text)
    assert 'value="The person has left."' in nobody.text
    paper = {"case": "", "act": "x", "paper_reason": "An error of ours.", "decision": "abc"}
    wrong = manager.post(f"{KEEPING}/papers", form_at=KEEPING, **paper)
    assert 422 == wrong.status_code
    for said in ("Give the number of the act.", "Give the reference of the case.", "64 hexadecimal digits"):
        assert said in wrong.text
    assert 'value="An error of ours."' in wrong.text
    paper = {"case": "OST9-2026-NOSUCH", "act": "1", "paper_reason": "An error of ours.", "decision": ""}
    unknown = manager.post(f"{KEEPING}/papers", form_at=KEEPING, **paper)
    assert (422, True) == (unknown.status_code, "There is no such act" in unknown.text)


def test_a_party_says_what_becomes_of_names_and_the_log_says_that_it_did(world: World) -> None:
    """Kept by default; withheld once the manager says so; said twice it is entered once."""
    manager = world.signed_in(MANAGER)
    for _twice in range(2):
        assert 303 == manager.post(f"{KEEPING}/names", form_at=KEEPING, names="withhold").status_code
    assert 422 == manager.post(f"{KEEPING}/names", form_at=KEEPING, names="burn").status_code
    with world.reading() as conn:
        assert ["withhold"] == list(conn.execute(select(PARTY_KEEPING.c.names)).scalars())
        kinds = select(AUDIT_ENTRY.c.kind).where(AUDIT_ENTRY.c.kind == "retention_setting")
        assert 1 == len(conn.execute(kinds).all())
    manager.post(
        f"{KEEPING}/people", form_at=KEEPING, person=str(world.people[FORMER]), person_reason="Left the agency."
    )
    assert "Former liaison" not in manager.get("/my-party").text
    with world.reading() as conn:
        assert (
            f"№ {world.people[FORMER]}"
            == conn.execute(select(PERSON.c.name).where(PERSON.c.id == world.people[FORMER])).scalar_one()
        )


def test_a_wish_of_the_host_waits_for_the_party_and_names_the_host(world: World) -> None:
    """The host asks at the command line; the manager refuses on the page, and nothing is erased."""
    with world.writing() as conn:
        wishes.ask_for_person(conn, None, world.people[LIAISON], "A request under our own law.", AT)
    manager = world.signed_in(MANAGER)
    page = manager.get(KEEPING).text
    assert "A request under our own law." in page
    assert "the host" in page
    number = int(page.partition("/wishes/")[2].partition("/")[0])
    assert 303 == manager.post(f"{KEEPING}/wishes/{number}/refuse", form_at=KEEPING).status_code
    assert "refused" in manager.get(KEEPING).text
    with world.reading() as conn:
        assert [] == conn.execute(select(PERSON_ERASED.c.person_id)).all()
