"""The watched host: what staff looks at is told to the parties that may see it, and access in an emergency has a reason
that every party reads."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from consult import clock
from consult.docket.replaying import Openings
from consult.log.beside import beside_findings
from consult.log.looks import looks_at
from consult.log.verify import verify
from consult.models.cases import ACT, CASE_PARTY, CASES
from consult.models.delivery import MESSAGE
from consult.models.logbook import AUDIT_ENTRY
from consult.models.parties import MANDATE, PERSON
from consult.models.watched import STAFF_ACCESS, STAFF_LOOK
from consult.people import NewMandate, NewOrgan, add_organ, record_mandate
from consult.people.emergency import end_access, open_access
from consult.people.recorded_accesses import access_findings
from consult.refusals import Closed, Malformed, Unknown
from consult.standing import choices
from tests.consult.web.cases_world import file, list_party, serve_berth
from tests.consult.web.world import AT, SECRETARIAT, World

REASON = "The delegation of Korea cannot reach its file before the meeting."


def entries(world: World, kind: str) -> list[tuple[str | None, dict[str, Any]]]:
    """Give the entries of a kind: party and body."""
    with world.reading() as conn:
        found = conn.execute(select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.kind == kind).order_by(AUDIT_ENTRY.c.seq))
        return [(row.party, json.loads(row.body)) for row in found]


def number_of(world: World, email: str) -> int:
    """Give the number of a person."""
    with world.reading() as conn:
        return int(conn.execute(select(PERSON.c.id).where(PERSON.c.email == email)).scalar_one())


def with_secretariat(world: World) -> str:
    """Let a request be served on France and Korea, Korea answer to Japan alone, and the secretariat take part."""
    ref = serve_berth(world.signed_in("all@jpn.example"))
    file(world.signed_in("all@kor.example"), ref, "give", "berth:KOR", text="With pleasure")
    with world.writing() as conn:
        case = conn.execute(select(CASES.c.id).where(CASES.c.ref == ref)).scalar_one()
        role = {"case_id": case, "party": "OOSA", "role": "secretariat", "stake": True, "since": AT}
        conn.execute(insert(CASE_PARTY).values(role))
        list_party(conn, case, "OOSA")
    return ref


def opened(world: World, ref: str, hours: int = 4) -> int:
    """Open a case to the desk of the secretariat."""
    with world.writing() as conn:
        return open_access(conn, ref, world.people[SECRETARIAT], REASON, hours, clock.now())


def test_what_the_secretariat_reads_of_a_case_is_told_to_its_parties_at_every_level(berths: World) -> None:
    """C2 as well: in the chain of each party, on a page of the case, of the party, and by the API's values."""
    ref = with_secretariat(berths)
    desk = berths.signed_in(SECRETARIAT)
    assert 200 == desk.get(f"/cases/{ref}/acts/1").status_code

    told = entries(berths, "staff_read")
    assert ["FRA", "JPN", "KOR"] == [party for party, _body in told]
    for _party, body in told:
        assert ("OOSA", "cases.act") == (body["staff_of"], body["output"])
        assert [f"act:{ref}/1", "C2"] in body["papers"]
    for address in (f"/cases/{ref}/looks", "/my-party/looks"):
        page = berths.signed_in("all@fra.example").get(address).text
        assert "Desk officer" in page, address
        assert "Act 1" in page, address


def test_what_one_answer_drew_of_a_case_stands_in_one_line(berths: World) -> None:
    """The secretariat opens the page of the case, with both acts; another hour is another line."""
    ref = with_secretariat(berths)
    file(berths.signed_in("all@jpn.example"), ref, "make_statement", text="We hear you.")
    berths.signed_in(SECRETARIAT).get(f"/cases/{ref}")
    with clock.frozen(AT + timedelta(hours=1)):
        berths.signed_in(SECRETARIAT).get(f"/cases/{ref}/acts/1")
        page = berths.signed_in("all@fra.example").get("/my-party/looks").text
    lines = re.findall(r'<tr><th scope="row">(.*?)</th>', page)
    named = [re.findall(r"Act \d+", one) for one in lines]

    assert ["Act 1"] == named[0]
    assert ["Act 1", "Act 3"] in [sorted(one) for one in named[1:]]


def test_a_look_is_told_once_an_hour_and_no_party_reads_its_own(berths: World) -> None:
    """A party that looks is told nothing, and staff once a paper and hour."""
    ref = with_secretariat(berths)
    desk = berths.signed_in(SECRETARIAT)
    desk.get(f"/cases/{ref}/acts/1")
    before = len(entries(berths, "staff_read"))
    desk.get(f"/cases/{ref}/acts/1")
    berths.signed_in("all@fra.example").get(f"/cases/{ref}/acts/1")
    assert before == len(entries(berths, "staff_read"))

    with clock.frozen(AT + timedelta(hours=1)):
        desk.get(f"/cases/{ref}/acts/1")
    assert before + 3 == len(entries(berths, "staff_read"))


def test_a_party_is_told_only_of_papers_that_it_may_see(berths: World) -> None:
    """Korea's answer to Japan, which a secretariat reads by its office: Japan and Korea are told, France is not."""
    ref = with_secretariat(berths)
    with berths.reading() as conn:
        of_case = ACT.join(CASES, CASES.c.id == ACT.c.case_id)
        levels = conn.execute(
            select(ACT.c.n, ACT.c.level).select_from(of_case).where(CASES.c.ref == ref).order_by(ACT.c.n)
        )
        assert {1: "C2", 2: "C3"}.items() <= {row.n: row.level for row in levels}.items()
        desk = choices(conn, berths.people[SECRETARIAT], AT)[0]
        looks = looks_at(conn, desk, {f"act:{ref}/1": "C2", f"act:{ref}/2": "C3"}, None, "cases.act", AT)
    papers = {one.entry.party: [paper for _case, paper, _level in one.papers] for one in looks}
    answer = f"act:{ref}/2"
    assert {"JPN": True, "KOR": True, "FRA": False} == {party: answer in told for party, told in papers.items()}


def test_what_lies_on_one_track_is_opened_in_no_emergency(berths: World) -> None:
    """What Korea answers to Japan alone stays between them; what all share is told as looked at under the access."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    file(berths.signed_in("all@kor.example"), ref, "give", "berth:KOR", text="With pleasure")
    number = opened(berths, ref)
    page = berths.signed_in(SECRETARIAT).get(f"/emergency/{number}")
    assert (200, True, False) == (page.status_code, "Cargo 7" in page.text, "With pleasure" in page.text)

    told = entries(berths, "staff_read")
    assert ["FRA", "JPN", "KOR"] == [party for party, _body in told]
    assert all((number, f"act:{ref}/2" not in str(body)) == (body["access"], True) for _party, body in told)


def test_access_in_an_emergency_is_told_at_once_to_every_party(berths: World) -> None:
    """In each chain, by mail to the people, and as a banner with the reason while it is open; not to strangers."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    number = opened(berths, ref)

    told = entries(berths, "staff_access")
    assert ["FRA", "JPN", "KOR"] == [party for party, _body in told]
    assert all(("opened", ref) == (body["event"], body["case"]) for _party, body in told)
    assert REASON not in json.dumps(told)
    with berths.reading() as conn:
        mails = conn.execute(select(MESSAGE).where(MESSAGE.c.kind == "staff_access")).all()
    assert {"JPN", "FRA", "KOR"} == {mail.party for mail in mails}
    assert "all@fra.example" in {mail.address for mail in mails}
    for who in ("all@jpn.example", "all@fra.example", "all@kor.example"):
        page = berths.signed_in(who).get(f"/cases/{ref}").text
        assert "Staff may read this case in an emergency" in page, who
        assert REASON in page, who
    assert 404 == berths.signed_in("all@bra.example").get(f"/cases/{ref}/looks").status_code
    assert REASON not in berths.signed_in("all@bra.example").get("/my-party/looks").text

    with clock.frozen(AT + timedelta(hours=1)), berths.writing() as conn:
        end_access(conn, number, clock.now())
    with clock.frozen(AT + timedelta(hours=1)):
        page = berths.signed_in("all@fra.example").get(f"/cases/{ref}").text
        assert "Staff may read this case in an emergency" not in page
        assert REASON in berths.signed_in("all@fra.example").get(f"/cases/{ref}/looks").text


def test_the_access_opens_one_page_to_one_person_for_its_hours(berths: World) -> None:
    """The second before its end and the end itself; no list, no search, no other person, no other case."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    other = serve_berth(berths.signed_in("all@jpn.example"))
    desk = berths.signed_in(SECRETARIAT)
    assert 404 == desk.get("/emergency/1").status_code
    number = opened(berths, ref)

    page = desk.get(f"/emergency/{number}").text
    assert "Cargo 7" in page
    assert REASON in page
    assert "Own eyes only" not in page  # C4 words of Japan
    assert other not in page
    assert ref in desk.get("/emergency").text
    for address in (f"/cases/{ref}", f"/cases/{ref}/acts/1", f"/cases/{ref}/looks"):
        assert 404 == desk.get(address).status_code, address
    for address in ("/cases", f"/search?q={ref}", "/desk"):
        assert f"/cases/{ref}" not in desk.get(address).text, address
    assert 404 == berths.signed_in("all@bra.example").get(f"/emergency/{number}").status_code
    assert 404 == berths.signed_in("all@bra.example").get("/emergency").status_code
    with clock.frozen(AT + timedelta(hours=4) - timedelta(seconds=1)):
        assert 200 == desk.get(f"/emergency/{number}").status_code
    with clock.frozen(AT + timedelta(hours=4)):
        assert 404 == desk.get(f"/emergency/{number}").status_code


def test_acts_of_a_delegation_alone_are_never_opened(berths: World) -> None:
    """An act of level C4 is not on the page, whatever the emergency."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    number = opened(berths, ref)
    desk = berths.signed_in(SECRETARIAT)
    with berths.reading() as conn:
        levels = set(conn.execute(select(ACT.c.level).join(CASES, CASES.c.id == ACT.c.case_id)).scalars())
    assert levels <= {"C0", "C1", "C2", "C3", "C4"}
    page = desk.get(f"/emergency/{number}").text
    with berths.reading() as conn:
        of_c4 = select(ACT.c.n).join(CASES, CASES.c.id == ACT.c.case_id)
        hidden = conn.execute(of_c4.where(CASES.c.ref == ref, ACT.c.level == "C4")).scalars().all()

    assert "Act 1" in page
    assert all(f'id="act-{n}"' not in page for n in hidden)


@pytest.mark.parametrize("existence", ["C3", "C4", "C5"])
def test_a_sealed_room_is_never_opened(berths: World, existence: str) -> None:
    """Closed with a sentence, and nobody is told anything; likewise what one side alone knows of."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    with berths.writing() as conn:
        conn.execute(update(CASES).where(CASES.c.ref == ref).values(existence=existence))
    with pytest.raises(Closed) as refused:
        opened(berths, ref)
    assert "sealed room" in refused.value.sentence
    assert [] == entries(berths, "staff_access")
    with berths.writing() as conn:
        conn.execute(update(CASES).where(CASES.c.ref == ref).values(existence="C2"))
    number = opened(berths, ref)
    with berths.writing() as conn:
        conn.execute(update(CASES).where(CASES.c.ref == ref).values(existence=existence))
    assert 404 == berths.signed_in(SECRETARIAT).get(f"/emergency/{number}").status_code
    with berths.writing() as conn:
        conn.execute(update(CASES).where(CASES.c.ref == ref).values(existence="C2"))


def test_access_is_refused_with_its_reason(berths: World) -> None:
    """Without a reason, for too long, to whoever is no staff, twice, and to no case."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    desk, other = berths.people[SECRETARIAT], berths.people["official@mofa.example"]
    cases = (
        (ref, desk, "short", 4, Malformed),
        (ref, desk, REASON, 73, Malformed),
        (ref, desk, REASON, 0, Malformed),
        (ref, other, REASON, 4, Closed),
        ("OST9-2026-NOSUCH", desk, REASON, 4, Unknown),
    )
    for case, person, reason, hours, kind in cases:
        with pytest.raises(kind), berths.writing() as conn:
            open_access(conn, case, person, reason, hours, AT)
    opened(berths, ref)
    with pytest.raises(Closed) as refused:
        opened(berths, ref)
    assert "has access to this case already" in refused.value.sentence
    with pytest.raises(Unknown), berths.writing() as conn:
        end_access(conn, 99, AT)


def test_the_operating_company_of_a_state_is_no_staff(berths: World) -> None:
    """An organ of the kind "operator" supplies data: no access is opened to it, and nobody watches what it reads."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    french = number_of(berths, "all@fra.example")
    with berths.writing() as conn:
        organ = add_organ(conn, None, "FRA", NewOrgan("SAT", "Satellites of France", "operator"))
        new = NewMandate(organ, "Flight director", ("draft",), "Letter", AT.date(), None, "agency")
        record_mandate(conn, None, french, new, AT)
    with berths.reading() as conn:
        assert not any(one.is_staff for one in choices(conn, french, AT))
    with pytest.raises(Closed, match="no mandate of a secretariat"), berths.writing() as conn:
        open_access(conn, ref, french, REASON, 4, AT)


def test_mail_about_an_access_goes_to_those_who_may_know_the_case_today(berths: World) -> None:
    """Not to whoever's mandate is over, or is for other cases alone."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    of_france, of_korea = (MANDATE.c.person_id == number_of(berths, f"all@{key}.example") for key in ("fra", "kor"))
    with berths.engine.connect() as conn:
        conn.execute(update(MANDATE).where(of_france).values(valid_until=AT.date()))
        conn.execute(update(MANDATE).where(of_korea).values(cases=["OST9-2026-OTHER"]))
        open_access(conn, ref, berths.people[SECRETARIAT], REASON, 4, AT + timedelta(days=2))
        mails = set(conn.execute(select(MESSAGE.c.address).where(MESSAGE.c.kind == "staff_access")).scalars())
        conn.rollback()
    assert "all@jpn.example" in mails
    assert not mails & {"all@fra.example", "all@kor.example"}


@pytest.mark.parametrize(
    "written",
    [
        {"reason": "A routine look at how things stand"},
        {"until": AT + timedelta(hours=2)},
        {"person_id": 1},
        {"ended_at": AT + timedelta(hours=1)},
    ],
)
def test_an_access_that_was_written_anew_is_found(berths: World, written: dict[str, Any]) -> None:
    """What the parties read of it is what the log sealed; an access that was slipped in or taken away is found, too."""
    ref = serve_berth(berths.signed_in("all@jpn.example"))
    number = opened(berths, ref)
    with berths.reading() as conn:
        assert [] == list(access_findings(conn))
    with berths.engine.connect() as conn:
        conn.execute(update(STAFF_ACCESS).where(STAFF_ACCESS.c.id == number).values(written))
        assert ["access"] == [one.code for one in access_findings(conn)]
        conn.rollback()
        conn.execute(delete(STAFF_ACCESS))
        assert ["access"] == [one.code for one in access_findings(conn)]
        conn.rollback()
    with clock.frozen(AT + timedelta(hours=1)), berths.writing() as conn:
        end_access(conn, number, clock.now())
    with berths.reading() as conn:
        assert verify(conn, replay=Openings(conn)).sound


def test_looks_are_compared_with_what_the_log_sealed(berths: World) -> None:
    """The database refuses to change a look; one that was slipped in is found."""
    ref = with_secretariat(berths)
    berths.signed_in(SECRETARIAT).get(f"/cases/{ref}/acts/1")
    with berths.reading() as conn:
        assert verify(conn, replay=Openings(conn)).sound
        row = conn.execute(select(STAFF_LOOK)).first()
    assert row is not None
    with pytest.raises(Exception, match="part of the record"), berths.writing() as conn:
        conn.execute(update(STAFF_LOOK).values(office="Nobody"))
    added = {**row._mapping, "id": None, "paper": f"act:{ref}/7"}
    with berths.engine.connect() as conn:
        conn.execute(insert(STAFF_LOOK).values({k: v for k, v in added.items() if k != "id"}))
        found = {one.code for one in beside_findings(conn)}
        conn.rollback()
    assert {"look-differs"} == found
