"""Capacity on the pages: instruments with documents, delegations, acting in another name, mandates that have ended."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from consult import clock, people
from consult.delivery import mandate_ends
from consult.delivery.wording import Dropped
from consult.documents import stores_of
from consult.documents.holding import free
from consult.log.verify import verify
from consult.models.cases import ACT, DRAFT
from consult.models.delivery import MESSAGE
from consult.models.parties import MANDATE, PARTY, PERSON
from consult.people import NewMandate
from consult.web import people as pages
from tests.consult.web.cases_world import BODY, begin, build_cases, fill_in, open_berth, version_of
from tests.consult.web.world import AT, FRENCH_MANAGER, LIAISON, MANAGER, Visitor, World
from workflows.kernel.representation import Represents
from workflows.kernel.words import Source

LAST = datetime(2026, 12, 15, 14, 0, tzinfo=UTC)  # 23:00 on the last day in Tokyo
OVER = datetime(2026, 12, 15, 15, 0, tzinfo=UTC)  # midnight in Tokyo
PDF = b"%PDF-1.7 full powers"


@pytest.fixture
def berths(tmp_path: Path) -> Iterator[World]:
    """Give a world with the toy procedure, in which the instrument of claims lets a State be represented."""
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        docket = world.app.extensions["consult"].docket
        form = replace(docket.forms["berth"], represented=(Represents(Source("LC")("IX")),))
        docket.forms = {**docket.forms, "berth": form}
        yield world
    world.engine.dispose()


def mandate_of(world: World, mail: str) -> Any:
    """Read the last mandate of somebody."""
    with world.reading() as conn:
        query = select(MANDATE, PERSON.c.id.label("person")).join(PERSON, PERSON.c.id == MANDATE.c.person_id)
        return conn.execute(query.where(PERSON.c.email == mail).order_by(MANDATE.c.id.desc())).first()


def limit(world: World, mail: str, until: date) -> None:
    """Replace the mandate of somebody by one that ends."""
    own = mandate_of(world, mail)
    with world.writing() as conn:
        new = NewMandate(own.organ_id, own.office, tuple(own.capacities), "Letter", own.valid_from, until)
        people.record_mandate(conn, None, own.person, new, AT)
    with world.writing() as conn:
        people.revoke_mandate(conn, None, own.id, AT)


def record(visitor: Visitor, world: World, organ: str, **change: Any) -> Any:
    """Record a further mandate of the liaison with full powers and their document."""
    person = world.people[LIAISON]
    given = {"organ": str(world.organs[organ]), "office": "Envoy", "capacities": "draft", "level": "treaty"}
    given |= {"kind": "full_powers", "instrument": "Full powers of 19 November 2026", "valid_from": "2026-11-20"}
    return visitor.post(f"/my-party/people/{person}/mandates", form_at="/my-party", **{**given, **change})


def test_full_powers_are_recorded_with_their_document_which_the_own_people_alone_can_read(berths: World) -> None:
    """The page names the kind and leads to the file; another party's people do not find it."""
    manager = berths.signed_in(MANAGER)
    answer = record(manager, berths, "MOFA", document=(BytesIO(PDF), "powers.pdf"))
    assert 303 == answer.status_code, answer.text
    page = manager.get(answer.location).text
    found = re.search(r'href="(/my-party/mandates/\d+/document)"', page)

    assert found is not None
    assert "Full powers</span>: <bdi>Full powers of 19 November 2026</bdi>" in page
    given = berths.signed_in("all@jpn.example").get(found[1])
    assert (200, PDF, "application/pdf") == (given.status_code, given.data, given.mimetype)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert 404 == berths.signed_in(FRENCH_MANAGER).get(found[1]).status_code


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"kind": "delegation"}, 422, "Choose one from the list."),
        ({"kind": "royal"}, 422, "Choose one from the list."),
        ({"cases": "BER-2026-NOSUCH"}, 422, "Your party sees no case with this reference: BER-2026-NOSUCH."),
        ({"document": (BytesIO(b"MZ"), "powers.exe")}, 415, "is not accepted"),
    ],
)
def test_what_cannot_be_an_instrument_is_refused(
    berths: World, change: dict[str, Any], status: int, sentence: str
) -> None:
    """With the sentence at its question, and no mandate is recorded."""
    before = mandate_of(berths, LIAISON).id
    answer = record(berths.signed_in(MANAGER), berths, "MOFA", **change)

    assert (status, True) == (answer.status_code, sentence in answer.text)
    assert before == mandate_of(berths, LIAISON).id


def test_a_document_whose_content_goes_before_it_is_recorded_is_asked_for_again(
    berths: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody takes the last other document of the same content away at that very moment: no mandate names bytes that
    are nowhere, and the same form sent once more is recorded."""
    before, faults_of = mandate_of(berths, LIAISON).id, pages._faults_of
    store = stores_of(berths.app.extensions["consult"].settings).documents

    def meanwhile(*given: Any) -> Any:
        free(berths.engine, "documents", store, [sha256(PDF).hexdigest()])
        return faults_of(*given)

    with monkeypatch.context() as patched:
        patched.setattr(pages, "_faults_of", meanwhile)
        answer = record(berths.signed_in(MANAGER), berths, "MOFA", document=(BytesIO(PDF), "powers.pdf"))
    assert (409, True) == (answer.status_code, "The document could not be kept. Send it once more." in answer.text)
    assert before == mandate_of(berths, LIAISON).id

    again = record(berths.signed_in(MANAGER), berths, "MOFA", document=(BytesIO(PDF), "powers.pdf"))
    assert 303 == again.status_code, again.text
    assert PDF == store.open(mandate_of(berths, LIAISON).document)


def test_a_holder_delegates_and_takes_back_and_the_path_is_shown(berths: World) -> None:
    """The office hands drafting on to the drafter until 30 November 2026; the banner says so on every page."""
    holder = berths.signed_in("all@jpn.example")
    source, drafter = mandate_of(berths, "all@jpn.example"), mandate_of(berths, "draft@jpn.example").person
    given = {"derived_from": str(source.id), "person": str(drafter), "organ": str(source.organ_id), "office": "Deputy"}
    given |= {"capacities": "dispatch", "level": "treaty", "instrument": "Note", "valid_from": "2026-11-20"}
    without = holder.post("/my-party/delegations", form_at="/my-party/delegations/new", **given)
    assert (422, True) == (without.status_code, "a delegation is limited in time" in without.text)
    made = holder.post("/my-party/delegations", form_at="/my-party/delegations/new", **given, valid_until="2026-11-30")
    assert 303 == made.status_code, made.text
    page = holder.get(made.location).text

    assert "Comes from: <bdi>Office all@jpn.example, all@jpn.example</bdi>" in page
    number = mandate_of(berths, "draft@jpn.example").id
    deputy = berths.signed_in("draft@jpn.example")
    deputy.post("/capacity", form_at="/capacity", mandate=str(number))
    assert "By delegation" in deputy.get("/cases").text
    stranger = berths.signed_in("adviser@jpn.example")
    assert 404 == stranger.get(f"/my-party/mandates/{number}/revoke").status_code
    assert 404 == stranger.post(f"/my-party/mandates/{number}/revoke", form_at="/my-party").status_code
    address = f"/my-party/mandates/{number}/revoke"
    assert f'href="{address}"' in page
    assert 303 == holder.post(address, form_at=address).status_code
    assert 303 == deputy.get("/cases").status_code, "the mandate counts no more"


def arrange(world: World, **change: Any) -> Any:
    """Let Japan's manager entrust France, until 30 November 2026."""
    given: dict[str, Any] = {
        "represented": "JPN",
        "acting": "FRA",
        "under": "LC",
        "way": "state",
        "procedures": "berth",
    }
    given |= {"instrument": "Note 12 of 20 November 2026", "capacities": ["draft", "clear", "dispatch"]}
    given |= {"valid_from": "2026-11-20", "valid_until": "2026-11-30"}
    address = "/my-party/representations"
    return world.signed_in(MANAGER).post(address, form_at=f"{address}/new", **{**given, **change})


def in_its_name(world: World) -> Visitor:
    """Let an office of France act in Japan's name."""
    visitor = world.signed_in("all@fra.example")
    own = mandate_of(world, "all@fra.example").id
    visitor.post("/capacity", form_at="/capacity", mandate=str(own), representation="1")
    return visitor


def test_a_state_acts_in_anothers_name_with_a_banner_on_every_page_and_both_names_in_its_acts(berths: World) -> None:
    """Recorded by Japan, accepted by France, chosen at the capacity choice, ended by Japan."""
    japan = berths.signed_in("all@jpn.example")
    ref = open_berth(japan)
    assert 303 == arrange(berths).status_code
    before = berths.signed_in("all@fra.example")
    assert "in the name of" not in before.get("/capacity").text.lower()
    france = berths.signed_in(FRENCH_MANAGER)
    assert "Accept to act in its name" in france.get("/my-party/representations").text
    assert 303 == france.post("/my-party/representations/1/accept", form_at="/my-party/representations").status_code
    assert "France acts on its behalf under LC" in before.get("/capacity").text

    visitor = in_its_name(berths)
    page = visitor.get(f"/cases/{ref}").text
    assert "In the name of Japan" in page
    assert "France acts on its behalf" in page
    draft = begin(visitor, ref, "ask")
    fill_in(visitor, draft, **BODY)
    sending = visitor.get(f"{draft}/send").text
    seen = re.search(r'name="seen" value="(\d+)"', sending)
    assert seen is not None
    sent = visitor.post(f"{draft}/send", form_at=f"{draft}/send", seen=seen[1], version=version_of(visitor, draft))
    assert 303 == sent.status_code, sent.text
    receipt = japan.get(sent.location.replace("?fresh=", "")).text
    assert "France on behalf of Japan" in receipt
    assert "on behalf of <bdi>Japan</bdi>" in receipt
    assert 303 == japan.get(draft).status_code, "Japan's people come to the receipt of what was sent in its name"

    manager = berths.signed_in(MANAGER)
    assert 303 == manager.post("/my-party/representations/1/revoke", form_at="/my-party/representations").status_code
    assert 303 == visitor.get(f"/cases/{ref}").status_code
    assert 409 == visitor.post(draft, form_at="/capacity", do="save", version="0").status_code
    with berths.reading() as conn:
        assert verify(conn).sound
        parties = conn.execute(select(ACT.c.party).where(ACT.c.step == "ask")).scalars().all()
    assert ["JPN"] == parties


@pytest.mark.parametrize(
    "address", ["/my-party", "/desk", "/search?q=berth", "/my-tokens", "/audit", "/lunar", "/reports", "/my-settings"]
)
def test_what_a_party_has_for_its_own_people_is_closed_to_who_acts_in_its_name(berths: World, address: str) -> None:
    """409 with a sentence, nothing of it in the navigation; the way back is open."""
    arrange(berths)
    berths.signed_in(FRENCH_MANAGER).post("/my-party/representations/1/accept", form_at="/my-party/representations")
    visitor = in_its_name(berths)
    answer = visitor.get(address)

    assert (409, True) == (answer.status_code, "You act in the name of Japan." in answer.text)
    assert f'href="{address.partition("?")[0]}"' not in visitor.get("/cases").text
    assert 200 == visitor.get("/capacity").status_code
    assert 409 == visitor.post("/my-party/people", form_at="/cases", name="X").status_code


def test_only_a_manager_of_either_party_arranges_it(berths: World) -> None:
    """A liaison sees the page without a button and is refused; a third State learns nothing of it."""
    arrange(berths)
    liaison = berths.signed_in("all@jpn.example")
    page = liaison.get("/my-party/representations").text
    assert "Note 12 of 20 November 2026" in page
    assert "End it now" not in page
    for act in ("accept", "revoke"):
        address = f"/my-party/representations/1/{act}"
        assert 404 == liaison.post(address, form_at="/cases").status_code
        assert 404 == berths.signed_in("all@kor.example").post(address, form_at="/cases").status_code
    assert 404 == liaison.get("/my-party/representations/new").status_code
    assert "Note 12" not in berths.signed_in("all@kor.example").get("/my-party/representations").text
    refused = arrange(berths, under="MOON")
    assert 422 == refused.status_code
    assert "MOON lets a party be represented in these procedures" in refused.text


def prepared(world: World) -> tuple[Visitor, str]:
    """Let the mission of Japan, whose mandate ends on 15 December 2026, prepare a paper."""
    limit(world, "mission@jpn.example", date(2026, 12, 15))
    visitor = world.signed_in("mission@jpn.example")
    draft = begin(visitor, open_berth(visitor), "ask")
    fill_in(visitor, draft, do="save", **BODY)
    return visitor, draft


@pytest.mark.parametrize(("at", "counts"), [(LAST, True), (OVER, False)])
def test_a_mandate_counts_on_its_last_day_and_not_on_the_next(berths: World, at: datetime, counts: bool) -> None:
    """In the zone of the party: 23:00 on 15 December 2026 in Tokyo, and midnight."""
    visitor, draft = prepared(berths)
    with clock.frozen(at):
        again = berths.signed_in("mission@jpn.example")
        assert (200 if counts else 303) == again.get(f"{draft}/send").status_code
    assert visitor is not again


def test_what_is_typed_when_a_mandate_ends_is_handed_on_with_one_press(berths: World) -> None:
    """Refused with the last day and who takes it; then a colleague has the paper on the desk, with every word."""
    visitor, draft = prepared(berths)
    ref = draft.rpartition("/")[2]
    form = visitor.get(draft).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    version = re.search(r'name="version"[^>]*value="(\d+)"', form)
    assert token is not None
    assert version is not None
    typed = {f"f/{name}": value for name, value in {**BODY, "remark": "Typed after midnight"}.items()}
    with clock.frozen(OVER):
        visitor = berths.signed_in("mission@jpn.example")
        answer = visitor.post(draft, form_at="/capacity", do="send", version=version[1], **typed)
        assert 409 == answer.status_code
        assert "It was not sent: your mandate ended on 15 December 2026, which was its last day." in answer.text
        assert "all@jpn.example" in answer.text
        assert "Typed after midnight" in answer.text
        fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
        sent: dict[str, list[str]] = {}
        for name, value in fields:
            sent.setdefault(name, []).append(value)
        assert 303 == visitor.client.post(f"/handing-on/{ref}", data=sent).status_code
        assert "No paper waits to be handed on." in visitor.get("/handing-on").text
        assert 404 == visitor.client.post(f"/handing-on/{ref}", data=sent).status_code
        colleague = berths.signed_in("all@jpn.example")
        assert "handed on by mission@jpn.example, whose mandate has ended" in colleague.get("/desk").text
        assert "Typed after midnight" in colleague.get(draft).text
    with berths.reading() as conn:
        assert (
            "Typed after midnight"
            == conn.execute(select(DRAFT.c.body).where(DRAFT.c.ref == ref)).scalar_one()["remark"]
        )


def test_nothing_is_handed_on_of_a_revoked_mandate_or_by_anybody_else(berths: World) -> None:
    """A manager who revokes means it; a colleague and another party find nothing."""
    _visitor, draft = prepared(berths)
    ref = draft.rpartition("/")[2]
    with clock.frozen(OVER):
        for mail in ("all@jpn.example", "all@fra.example"):
            other = berths.signed_in(mail)
            assert "No paper waits to be handed on." in other.get("/handing-on").text
            assert 404 == other.post(f"/handing-on/{ref}", form_at="/cases", version="1").status_code
        with berths.writing() as conn:
            people.revoke_mandate(conn, None, mandate_of(berths, "mission@jpn.example").id, OVER)
        mission = berths.signed_in("mission@jpn.example")
        assert "No paper waits" in mission.get("/handing-on").text
        answer = mission.post(f"{draft}/send", form_at="/capacity", seen="1", version="1")
        assert (409, False) == (answer.status_code, "Hand on for clearance" in answer.text)


def test_the_choice_of_capacity_tells_kind_end_and_last_sign_in(berths: World) -> None:
    """And of a mandate that has ended, when, with the papers that wait."""
    prepared(berths)
    with clock.frozen(LAST):
        page = berths.signed_in("mission@jpn.example").get("/capacity").text
        assert "Standing mandate" in page
        assert "ends today" in page
        assert "last signed in before this" in page
    with clock.frozen(OVER):
        page = berths.signed_in("mission@jpn.example").get("/capacity").text
        assert "Your mandate as mission@jpn.example, Ministry for cases, has ended" in page
        assert "1 paper that you were preparing waits to be handed on" in page


def test_a_substitute_and_an_office_have_their_banner_too(berths: World) -> None:
    """One component for all; a person in his or her own place has none."""
    assert 'class="in-name' not in berths.signed_in("all@jpn.example").get("/cases").text
    assert "As an office" in berths.signed_in("desk@oosa.example").get("/desk").text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-14T14:59:59+00:00", 0),  # 31 days before, in Tokyo
        ("2026-11-14T15:00:00+00:00", 1),  # 30 days
        ("2026-12-07T15:00:00+00:00", 1),  # 7 days: of the two that passed the nearest
        ("2026-12-13T15:00:00+00:00", 1),  # 1 day
        ("2026-12-14T15:00:00+00:00", 0),  # the last day itself
    ],
)
def test_a_mandate_that_ends_soon_is_told_to_its_holder_and_to_managers_once(
    berths: World, day: str, told: int
) -> None:
    """The mandate ends on 15 December 2026 in Tokyo; a second look asks for nothing more."""
    limit(berths, "mission@jpn.example", date(2026, 12, 15))
    at = datetime.fromisoformat(day)
    asked = [mandate_ends.warn(berths.engine, at) for _look in range(2)]
    with berths.reading() as conn:
        rows = conn.execute(select(MESSAGE.c.address, MESSAGE.c.about).where(MESSAGE.c.kind == "mandate_ends")).all()
        own = mandate_of(berths, "mission@jpn.example").id
    mine = sorted(row.address for row in rows if row.about["mandate"] == own)
    assert 0 == asked[1]
    assert [MANAGER, "mission@jpn.example"] * told == mine


def test_a_mandate_that_cannot_be_read_keeps_back_no_warning_of_another(
    berths: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The tables of zones know that of the Republic of Korea no more; Japan's mission is warned all the same."""
    for mail in ("mission@jpn.example", "all@kor.example"):
        limit(berths, mail, date(2026, 12, 15))
    with berths.writing() as conn:
        conn.execute(update(PARTY).where(PARTY.c.key == "KOR").values(zone="Moon/Tranquility"))
    mandate_ends.warn(berths.engine, datetime(2026, 12, 13, 15, tzinfo=UTC))
    with berths.reading() as conn:
        asked = conn.execute(select(MESSAGE.c.party).where(MESSAGE.c.kind == "mandate_ends").distinct()).scalars().all()
        spoilt = mandate_of(berths, "all@kor.example").id

    assert ["JPN"] == asked
    assert f"Whether mandate {spoilt} ends soon could not be read; tried again later." in caplog.messages


def test_the_mail_says_which_mandate_ends_and_that_its_last_day_counts(berths: World) -> None:
    """It names no case, and is dropped where the mandate was revoked meanwhile."""
    limit(berths, "mission@jpn.example", date(2026, 12, 15))
    at = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
    mandate_ends.warn(berths.engine, at)
    own = mandate_of(berths, "mission@jpn.example").id
    with berths.app.test_request_context(), berths.reading() as conn:
        message = next(row for row in conn.execute(select(MESSAGE)) if row.about.get("mandate") == own)
        words = mandate_ends.word(conn, message, at)
    assert "A mandate ends soon" == words.subject
    said = " ".join(words.lines)
    assert "The mandate of mission@jpn.example, Ministry for cases, ends in 7 days." in said
    assert "Its last day is 15 December 2026 in Asia/Tokyo, and still counts." in said
    with berths.writing() as conn:
        people.revoke_mandate(conn, None, own, at)
    with berths.app.test_request_context(), berths.reading() as conn, pytest.raises(Dropped):
        mandate_ends.word(conn, message, at)
