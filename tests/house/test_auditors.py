"""An auditor reads what the party's record is, and takes no step: over every address that there is."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from consult import clock, people
from consult.db import reading
from consult.models.cases import ACT, DRAFT, SERVICE
from consult.models.logbook import ATTEMPT, AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.people import NewMandate
from consult.refusals import Closed, Malformed
from consult.web.auditing import ASKING, MAY
from consult.web.open_doors import OPEN
from tests.consult.web.test_security import fill
from tests.consult.web.world import AT, MANAGER, Visitor
from tests.house.outputs import ROWS
from tests.house.outputs_world import Secrets, build
from tests.house.rooms_world import Disputed, build_dispute, caucuses
from tests.house.tokens_world import ask, give_token

AUDITOR = "auditor@jpn.example"
SAID = "You read for Japan as its auditor."
LOOKS = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    """Give the world of secrets, in which Japan has an auditor."""
    with clock.frozen(AT):
        built = build(tmp_path_factory.mktemp("audited"))
        give_token(built.world, AUDITOR)
    yield built
    built.world.engine.dispose()


@pytest.fixture(scope="module")
def auditor(told: Secrets) -> Visitor:
    """Give the browser of the auditor."""
    with clock.frozen(AT):
        return told.world.signed_in(AUDITOR)


def state_of(told: Secrets) -> tuple[int, ...]:
    """Count what an act, a paper or a mandate would add to."""
    with reading(told.world.engine) as conn:
        return tuple(conn.execute(select(func.count()).select_from(one)).scalar_one() for one in (ACT, DRAFT, MANDATE))


def test_every_form_is_closed_to_an_auditor_but_looks_and_what_concerns_the_own_account(
    told: Secrets, auditor: Visitor
) -> None:
    """Every address of the pages that takes a form: 403, who reads for whom, and nothing is changed."""
    rules = [one for one in told.world.app.url_map.iter_rules() if (one.methods or set()) - LOOKS]
    closed = [one for one in rules if not one.rule.startswith(("/api/", "/sign-in", "/drill", "/contact"))]
    before = state_of(told)
    with clock.frozen(AT):
        auditor.get("/my-sign-in")
        answers = {
            one.endpoint: auditor.post(fill(one), form_at="/my-sign-in")
            for one in closed
            if one.endpoint not in MAY | OPEN
        }

    assert {403} == {one.status_code for one in answers.values()}, {k: v.status_code for k, v in answers.items()}
    assert all(SAID in one.text and "nothing was recorded" in one.text for one in answers.values())
    assert {"cases.take", "drafts.send", "people.invite", "record.take_own", "reports.make"} <= answers.keys()
    assert before == state_of(told)


def test_an_auditor_who_sends_a_form_is_kept_as_an_attempt(told: Secrets, auditor: Visitor) -> None:
    """As anything else that was sent without right: by key, with the reason."""
    with clock.frozen(AT):
        auditor.post(f"/cases/{told.refs['berth']}/steps/suspend", form_at="/my-sign-in")
    with reading(told.world.engine) as conn:
        kept = conn.execute(
            select(ATTEMPT.c.status, ATTEMPT.c.reason, ATTEMPT.c.party, ATTEMPT.c.office).where(ATTEMPT.c.step != "")
        ).all()

    assert (403, "reads alone", "JPN", "auditor") in {tuple(one) for one in kept}


def test_a_token_of_an_auditor_reads_alone(told: Secrets) -> None:
    """Every operation of the API that is no look: 403 with the sentence."""
    rules = [one for one in told.world.app.url_map.iter_rules() if one.rule.startswith("/api/")]
    changing = [
        (one, m) for one in rules for m in sorted((one.methods or set()) - LOOKS) if one.endpoint != "api_oauth.grant"
    ]
    before = state_of(told)
    with clock.frozen(AT):
        found = {(one.endpoint, method): ask(told.world, AUDITOR, method, fill(one), {}) for one, method in changing}
        assert 200 == ask(told.world, AUDITOR, "GET", f"/api/v1/cases/{told.refs['berth']}").status_code

    assert {403} == {one.status_code for one in found.values()}, {k: v.status_code for k, v in found.items()}
    assert all(SAID in one.text for one in found.values())
    assert before == state_of(told)


def test_no_page_draws_a_form_that_is_closed_to_an_auditor(told: Secrets, auditor: Visitor) -> None:
    """Every page at every address of the table of outputs: its forms are among those that an auditor may send, and it
    leads to no page that is there for a closed form."""
    urls, pages, wrong = told.world.app.url_map.bind("localhost"), 0, set()
    with clock.frozen(AT):
        for address in sorted(set(addresses_of(told))):
            answer = auditor.get(address)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            pages += 1
            wrong |= {(one, address) for one in sent_to(urls, answer.text, address) if one not in MAY}
            wrong |= {(one, address) for one in led_to(urls, answer.text) if one in ASKING}

    assert set() == wrong
    assert pages > 200


def addresses_of(told: Secrets) -> Iterator[str]:
    """Give every address of a page that is drawn somewhere, thinned out where a row has hundreds."""
    for row in ROWS:
        asked = [one for method, one, _form in row.asked(told) if method == "GET"]
        yield from (one for one in asked[:40] if not one.startswith(("/api/", "/public", "/feeds")))
    yield from ("/", "/my-sign-in", "/settings", "/my-tokens", "/capacity", "/practice", "/my-party/absences")


def sent_to(urls: Any, page: str, address: str) -> Iterator[str]:
    """Name the routes to which the forms of a page are sent."""
    for form in re.findall(r'<form\b[^>]*method="post"[^>]*>', page):
        found = re.search(r'action="([^"]*)"', form)
        yield route_of(urls, found[1] if found else address, "POST")
    yield from (route_of(urls, one, "POST") for one in re.findall(r'formaction="([^"]*)"', page))


def led_to(urls: Any, page: str) -> Iterator[str]:
    """Name the routes to which the links and the searching forms of a page lead."""
    found = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    yield from (route_of(urls, one, "GET") for one in found)


def route_of(urls: Any, address: str, method: str) -> str:
    """Name the route of an address; nothing where there is none."""
    try:
        return str(urls.match(re.split("[?#]", address.replace("&amp;", "&"))[0], method=method)[0])
    except HTTPException:
        return ""


def test_an_auditor_reads_the_cases_of_the_party_and_no_draft(told: Secrets, auditor: Visitor) -> None:
    """The case and its bilateral answers are there; the paper in preparation is not, by page, list, search or API."""
    with clock.frozen(AT):
        page = auditor.get(f"/cases/{told.refs['berth']}")
        drafts = [
            auditor.get(f"/drafts/{ref}{rest}") for ref in told.drafts.values() for rest in ("", "/paper", "/send")
        ]
        machine = [ask(told.world, AUDITOR, "GET", f"/api/v1/drafts/{ref}") for ref in told.drafts.values()]
        unfiled = told.files["prepared"]
        document = auditor.get(f"/cases/{unfiled[0]}/documents/{unfiled[1]}")
        filed = told.files["drawing"]
        drawing = auditor.get(f"/cases/{filed[0]}/documents/{filed[1]}")

    assert 200 == page.status_code
    assert {404} == {one.status_code for one in (*drafts, *machine, document)}
    assert 200 == drawing.status_code
    assert "/drafts/" not in page.text


def test_every_look_of_an_auditor_is_entered_in_the_log_of_the_party(told: Secrets) -> None:
    """Who reads papers of level C3 or above is entered before the page leaves, an auditor as anybody else."""
    with clock.frozen(AT):
        visitor = told.world.signed_in(AUDITOR)
        with reading(told.world.engine) as conn:
            person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == AUDITOR)).scalar_one()
        visitor.get(f"/cases/{told.refs['notice']}")
        with reading(told.world.engine) as conn:
            bodies = conn.execute(select(AUDIT_ENTRY.c.body).where(AUDIT_ENTRY.c.kind == "read")).scalars().all()

    assert any(f'"reader":{person}' in one.replace(" ", "") and told.refs["notice"] in one for one in bodies)


def test_an_auditor_opens_nothing_in_the_name_of_the_party(told: Secrets, auditor: Visitor) -> None:
    """Opening an act that was served is proof of receipt; an auditor's look is none."""
    query = select(SERVICE).where(SERVICE.c.party == "JPN").order_by(SERVICE.c.id)
    with clock.frozen(AT):
        with reading(told.world.engine) as conn:
            before = conn.execute(query).all()
        for ref in told.refs.values():
            for n in range(9):
                auditor.get(f"/cases/{ref}/acts/{n}")
        with reading(told.world.engine) as conn:
            after = conn.execute(query).all()

    assert before
    assert before == after


def test_an_auditor_starts_at_the_record_and_is_told_that_the_party_is_read_for(
    told: Secrets, auditor: Visitor
) -> None:
    """The first page is the log; its head says that this is reading."""
    with clock.frozen(AT):
        start = auditor.get("/")
        page = auditor.get("/audit?kind=access")

    assert (303, "/audit") == (start.status_code, start.location)
    assert "Reading for" in page.text
    assert "Acting for" not in page.text
    assert "Access by staff of the host" in page.text


def test_the_log_is_filtered_by_the_office_that_acted(told: Secrets, auditor: Visitor) -> None:
    """By words of it; entries beside acts have no office that could be asked for."""
    with reading(told.world.engine) as conn:
        office = conn.execute(select(ACT.c.office).where(ACT.c.party == "JPN")).scalars().first()
    with clock.frozen(AT):
        found = auditor.get(f"/audit?office={quote(office or '')}").text
        none = auditor.get("/audit?office=Nobody+of+this+name").text
        machine = ask(told.world, AUDITOR, "GET", "/api/v1/log/entries?office=Nobody")

    assert found.count("/audit/entries/") > 5
    assert "No entry here." in none
    assert [] == machine.json["items"]
    assert office


def test_an_auditor_takes_the_audit_log_and_a_case_away(told: Secrets) -> None:
    """Both are files of what the auditor may read, and each taking is entered."""
    with clock.frozen(AT):
        visitor = told.world.signed_in(AUDITOR)
        asked = {"reach": "full_internal", "since": "2026-01-01", "until": "2026-12-31", "formats": ["jsonl"]}
        made = visitor.post("/reports/audit", form_at="/reports/audit", **asked)
        taken = visitor.post(f"/cases/{told.refs['berth']}/bundle.zip", form_at="/audit", set="full_internal")
        listed = visitor.get("/reports").text

    assert 303 == made.status_code
    assert "Audit log full_internal" in listed
    assert "application/zip" == taken.mimetype


@pytest.fixture(scope="module")
def roomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute with a private room of Japan, in which one of Japan reads."""
    with clock.frozen(AT):
        built = build_dispute(tmp_path_factory.mktemp("roomed"), caucuses("Forty hours", "JPN", "FRA", joint=True))
        reader = built.world.signed_in("all@jpn.example")
        reader.get(f"/cases/{built.refs['with JPN']}")
        reader.post(f"/cases/{built.refs['with JPN']}/bundle.zip", form_at="/audit", set="full_internal")
    yield built
    built.world.engine.dispose()


def test_what_the_log_of_the_party_says_of_a_room_stays_sealed_to_its_auditor(roomed: Disputed) -> None:
    """Reads and exports that name the room: opened to whoever prepares, a seal to the auditor, in every filter."""
    ref = roomed.refs["with JPN"]
    with clock.frozen(AT):
        own, auditor = (roomed.world.signed_in(one) for one in ("all@jpn.example", AUDITOR))
        asked = ("", "?kind=readable", "?kind=read", "?kind=export")
        pages = [auditor.get(f"/audit{one}").text for one in asked]
        narrowed = auditor.get(f"/audit?case={ref}").text
        there = own.get("/audit?kind=readable").text
        entries = [auditor.get(f"/audit/entries/{n}").text for n in range(60)]

    assert ref in there
    assert "No entry here." in narrowed
    assert not any(ref in one or "Forty hours" in one for one in (*pages, *entries))


def test_files_that_others_of_the_party_asked_for_are_not_the_auditor_s(told: Secrets) -> None:
    """They may hold what is sealed to an auditor: they are not in the list, and unknown by their address."""
    with clock.frozen(AT):
        own = told.world.signed_in("all@jpn.example")
        asked = {"reach": "full_internal", "since": "2026-01-02", "until": "2026-12-31", "formats": ["jsonl"]}
        own.post("/reports/audit", form_at="/reports/audit", **asked)
        key = re.findall(r"/reports/files/([\w-]+)/take", own.get("/reports").text)[0]
        auditor = told.world.signed_in(AUDITOR)
        listed, taken = auditor.get("/reports").text, auditor.post(f"/reports/files/{key}/take", form_at="/audit")

    assert key not in listed
    assert 404 == taken.status_code


@pytest.mark.parametrize("also", ["draft", "manage"])
def test_the_capacity_to_audit_stands_alone(told: Secrets, also: str) -> None:
    """In its mandate, and beside the other mandates of the same person for the same party."""
    new = NewMandate(told.world.organs["MOFA"], "Auditor", ("audit", also), "Letter", date(2026, 1, 1))
    with told.world.app.test_request_context(), clock.frozen(AT), told.world.writing() as conn:
        with pytest.raises(Malformed, match="Whoever audits does nothing else"):
            people.record_mandate(conn, None, told.world.people[MANAGER], new, AT)
        alone = NewMandate(told.world.organs["MOFA"], "Auditor", ("audit",), "Letter", date(2026, 1, 1))
        with pytest.raises(Closed, match="an audit of one's own acts would be none"):
            people.record_mandate(conn, None, told.world.people[MANAGER], alone, AT)
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == AUDITOR)).scalar_one()
        acting = NewMandate(told.world.organs["MOFA"], "Deputy", (also,), "Letter", date(2026, 1, 1))
        with pytest.raises(Closed, match="an audit of one's own acts would be none"):
            people.record_mandate(conn, None, person, acting, AT)
