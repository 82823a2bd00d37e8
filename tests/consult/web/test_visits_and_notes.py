"""On the pages: a station in orbit is refused with the reason, nobody enters by himself, what a State found stays with
it, and what was issued is not recalled."""

import pytest

from consult import clock
from consult.docket.editions import Editions
from consult.docket.replaying import replay_cases
from consult.log.verify import verify
from consult.search.filling import fill
from tests.consult.web.cases_world import begin, fill_in, send
from tests.consult.web.consulted import BRAZIL, FRANCE, JAPAN, KOREA, acting, docket, moment, page, take
from tests.consult.web.world import SECRETARIAT, World

HIDDEN = ("logged the discovery", "cleared the note", "Transmission, from discovery", "Discovery 1", "A pass at dawn")


def opened(world: World, procedure: str, day: str) -> str:
    """Open a case of Japan."""
    at = moment(day)
    return str(docket(world).open(acting(world, JAPAN, at), procedure, at=at, title="").ref)


def visit(world: World) -> str:
    """Serve Japan's notice of a visit on Korea and France, on 20 November 2026; give the reference."""
    ref = opened(world, "ost12", "2026-11-20")
    body = {"where": "moon", "facility": "Base", "hosts": ["KOR", "FRA"], "visit_on": "2027-06-01", "registry": "KOR"}
    take(world, JAPAN, "2026-11-20", ref, "serve_notice", **body)
    return ref


def note(world: World, *readers: str) -> str:
    """Let Japan tell the Secretary-General on 20 November 2026 what it found on the 18th, and the secretariat issue it
    on the 23rd; give the reference."""
    ref = sent_not_issued(world)
    issue(world, ref, *readers)
    return ref


def test_a_visit_to_a_station_in_orbit_is_refused_at_its_question(berths: World) -> None:
    """The form keeps the answer and says why, and what there is instead; nothing is served."""
    ref = opened(berths, "ost12", "2026-11-20")
    japan = berths.signed_in(JAPAN)
    draft = begin(japan, ref, "serve_notice")
    fill_in(japan, draft, facility="A station", where="orbit", visit_on="2027-06-01")
    answer = send(japan, draft)

    assert 422 == answer.status_code
    assert "a station in orbit is outside it. Ask for a visit by invitation" in answer.text
    assert 404 == berths.signed_in(KOREA).get(f"/cases/{ref}").status_code


@pytest.mark.parametrize("step", ["start", "enter_scheduled", "acknowledge"])
def test_a_visitor_has_no_way_in_on_its_page_and_none_past_it(berths: World, step: str) -> None:
    """The button is absent, and a form that is sent all the same is refused."""
    ref = visit(berths)
    japan = berths.signed_in(JAPAN)
    assert f"/cases/{ref}/steps/{step}" not in japan.get(f"/cases/{ref}").text
    assert f'value="{step}"' not in japan.get(f"/cases/{ref}").text

    track = "operator:KOR" if step == "acknowledge" else ""
    answer = japan.post(f"/cases/{ref}/steps/{step}", form_at="/cases", seen="1", track=track, digest="")
    assert answer.status_code in (403, 409)
    assert "Notice served" in japan.get(f"/cases/{ref}").text


def test_the_hosts_of_a_shared_facility_see_where_each_of_them_stands(berths: World) -> None:
    """One signs nothing without the other; a State that is no host sees nothing."""
    ref = visit(berths)
    take(berths, KOREA, "2026-11-21", ref, "acknowledge", "operator:KOR")
    told = page(berths, FRANCE, "2026-11-22", f"/cases/{ref}")

    assert "acknowledged the notice" in told
    assert "Has answered, and takes part in the talks" in told
    with clock.frozen(moment("2026-11-22")):
        assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}").status_code


@pytest.mark.parametrize("mail", [SECRETARIAT, FRANCE])
@pytest.mark.parametrize("sheet", ["", "/sheets/docket", "/sheets/calendar", "/sheets/positions"])
def test_what_a_state_found_and_cleared_is_on_its_own_pages_alone(berths: World, sheet: str, mail: str) -> None:
    """Neither the log entry, nor its period that ran out, nor that there is such a row."""
    ref = note(berths, "FRA")
    told = page(berths, mail, "2026-11-24", f"/cases/{ref}{sheet}")

    assert "Close pass" in told
    assert [] == [words for words in HIDDEN if words in told]
    own = page(berths, JAPAN, "2026-11-24", f"/cases/{ref}")
    assert all(words in own for words in HIDDEN[:2])
    assert "transmitted the note, 2 days after the discovery" in own


def sent_not_issued(world: World) -> str:
    """Let Japan transmit on 20 November 2026 a note that the secretariat has not issued; give the reference."""
    ref = opened(world, "ost5", "2026-11-18")
    found = {"at": "2026-11-18T08:00:00+00:00", "zone": "UTC"}
    take(world, JAPAN, "2026-11-18", ref, "discovery_logged", phenomenon="A pass at dawn", discovered_at=found)
    take(world, JAPAN, "2026-11-20", ref, "clear")
    events = [{"key": "Pass", "what": "A close pass", "discovered_at": found}]
    take(world, JAPAN, "2026-11-20", ref, "transmit", addressee="sg", phenomenon="Close pass", events=events)
    take(world, SECRETARIAT, "2026-11-23", ref, "receive")
    return ref


def issue(world: World, ref: str, *readers: str) -> None:
    """Let the secretariat issue it on 23 November 2026."""
    issued = {"symbol": "A/AC.105/9999", "dated_on": "2026-11-23", "circulated_to": list(readers)}
    take(world, SECRETARIAT, "2026-11-23", ref, "issue", **issued)


def seen_by(world: World, mail: str, day: str, address: str) -> tuple[int, str]:
    """Look at a page, whether it is there or not."""
    with clock.frozen(moment(day)):
        answer = world.signed_in(mail).get(address)
    return answer.status_code, answer.text


def test_a_note_is_known_to_nobody_else_until_it_is_issued_and_to_everybody_from_then_on(berths: World) -> None:
    """20 to 24 November 2026: Brazil, which nobody named, finds the case, its symbol and its State once it is issued;
    not what the State found, when it was sent, nor the way that it took."""
    ref = sent_not_issued(berths)
    assert 404 == seen_by(berths, BRAZIL, "2026-11-23", f"/cases/{ref}")[0]
    assert ref not in seen_by(berths, BRAZIL, "2026-11-23", "/cases")[1]
    issue(berths, ref)
    status, told = seen_by(berths, BRAZIL, "2026-11-24", f"/cases/{ref}")
    assert 200 == status
    assert all(words in told for words in ("issued the document", "Close pass", "Japan"))
    assert [] == [words for words in (*HIDDEN, "transmitted the note", "recorded receipt") if words in told]
    while fill(berths.engine, Editions()):
        pass
    assert ref in seen_by(berths, BRAZIL, "2026-11-24", "/search?q=Close+pass")[1]
    assert ref in seen_by(berths, BRAZIL, "2026-11-24", "/cases")[1]


def test_a_day_before_the_issue_is_shown_to_those_who_were_in_the_case_alone(berths: World) -> None:
    """The day itself is public; of the day before Japan alone is told."""
    ref = sent_not_issued(berths)
    issue(berths, ref)
    found = {
        (mail, day): seen_by(berths, mail, "2026-11-30", f"/cases/{ref}?as_of={day}")[0]
        for mail in (BRAZIL, JAPAN)
        for day in ("2026-11-22", "2026-11-23", "2026-11-30")
    }
    assert [404, 200, 200, 200, 200, 200] == list(found.values())


def test_an_issued_note_cannot_be_recalled_and_another_state_stands_beside_it(berths: World) -> None:
    """No button and no way past it; the reply and its position are side by side with what was told."""
    ref = note(berths, "FRA")
    japan = berths.signed_in(JAPAN)
    assert 'value="recall"' not in japan.get(f"/cases/{ref}").text
    refused = japan.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step="recall", track="")
    assert refused.status_code in (404, 409)

    take(berths, FRANCE, "2026-11-25", ref, "reply_by_other_state")
    take(berths, FRANCE, "2026-11-25", ref, "state_position", "point:Pass", stance="disputed", words="It was far off.")
    side = page(berths, JAPAN, "2026-11-26", f"/cases/{ref}/sheets/positions")
    assert all(words in side for words in ("A close pass", "Disputes it", "It was far off."))
    assert 404 == berths.signed_in(BRAZIL).get(f"/cases/{ref}/sheets/positions").status_code


def test_visits_and_notes_stand_in_a_log_that_verifies_and_replays(berths: World) -> None:
    """What is for few, and what is told with the days that had passed, is sealed like everything else."""
    visit(berths)
    note(berths, "FRA")
    with berths.reading() as conn:
        assert verify(conn).sound
        assert [] == list(replay_cases(conn))
