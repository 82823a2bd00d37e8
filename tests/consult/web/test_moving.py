"""Moving a case to another edition on the pages: proposed, accepted, refused, and absent where it may not be."""

import re
from pathlib import Path

import pytest

from consult import clock
from tests.consult.web.cases_world import AT, add_guest, begin, build_cases, file, fill_in, send, serve_berth
from tests.consult.web.test_charters import text_of
from tests.consult.web.world import Visitor, World
from workflows.kernel.moving import ACCEPT, PROPOSE, REFUSE

LATER = AT.replace(day=21)
WANT = {"edition": "usual", "reason": "Ten days are too few."}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Give a world with the toy procedure."""
    return build_cases(tmp_path)


def served(world: World, terms: str = 'answer = "P21D"\n') -> str:
    """Serve a request on France and Korea on 20 November 2026; then the installation changes its terms."""
    with clock.frozen(AT):
        ref = serve_berth(world.signed_in("all@jpn.example"))
    folder = world.app.extensions["consult"].settings.instance / "terms"
    folder.mkdir(exist_ok=True)
    (folder / "berth.toml").write_text(terms)
    return ref


def office(world: World, party: str) -> Visitor:
    """Sign an office in."""
    return world.signed_in(f"all@{party}.example")


def accept(visitor: Visitor, ref: str) -> int:
    """Press the button that accepts; give the answer."""
    return press(visitor, ref, ACCEPT)


def press(visitor: Visitor, ref: str, step: str) -> int:
    """Take a step without paper; from the page of the case where the step has none."""
    at = f"/cases/{ref}/steps/{step}"
    page = visitor.get(at)
    seen = re.search(r'name="seen" value="(\d+)"', page.text)
    at = at if seen else f"/cases/{ref}"
    return int(visitor.post(f"/cases/{ref}/steps/{step}", form_at=at, seen=seen[1] if seen else "2").status_code)


def test_a_move_is_proposed_and_accepted_on_the_pages_and_what_changes_is_told_in_words(world: World) -> None:
    """The page says that today's edition differs, what is proposed, and what was before."""
    ref = served(world)
    with clock.frozen(LATER):
        japan, france, korea = (office(world, party) for party in ("jpn", "fra", "kor"))
        before = japan.get(f"/cases/{ref}").text
        file(japan, ref, PROPOSE, **WANT)
        waits = france.get(f"/cases/{ref}").text
        link = waits.partition("A move to another edition is proposed")[2].partition('href="')[2].partition('"')[0]
        compared = text_of(france.get(link).text)
        assert [303, 303] == [accept(one, ref) for one in (france, korea)]
        after = text_of(japan.get(f"/cases/{ref}").text)
        act = text_of(japan.get(f"/cases/{ref}/acts/4").text)
    assert "By consent of all, the case may move to:" in before
    assert "The edition of today, with the terms of cases opened today" in before
    assert "Length Was 10 days Is 21 days" in compared
    assert "Acts up to number 4 were taken under another edition." in after
    assert "Accept" in act or "accepted" in act


def test_any_of_them_refuses_and_the_case_stays(world: World) -> None:
    """With a reason on record."""
    ref = served(world)
    with clock.frozen(LATER):
        file(office(world, "jpn"), ref, PROPOSE, **WANT)
        file(office(world, "kor"), ref, REFUSE, reason="Ten days are enough.")
        page = text_of(office(world, "fra").get(f"/cases/{ref}").text)
    assert "A move to another edition is proposed" not in page
    assert "The Republic of Korea refused the move to the other edition" in page or "refused the move" in page


@pytest.mark.parametrize("mail", ["all@bra.example", "desk@oosa.example"])
def test_whoever_is_no_party_finds_neither_the_part_nor_the_button_and_is_refused(world: World, mail: str) -> None:
    """Brazil is a guest without a stake, the secretariat has no part."""
    ref = served(world)
    add_guest(world, ref, "BRA", AT, stake=False)
    with clock.frozen(LATER):
        visitor = world.signed_in(mail)
        page = visitor.get(f"/cases/{ref}").text
        answers = [
            visitor.post(f"/cases/{ref}/drafts", form_at="/desk", step=PROPOSE, track="").status_code,
            visitor.post(f"/cases/{ref}/steps/{ACCEPT}", form_at="/desk", seen="1").status_code,
        ]
    assert PROPOSE not in page
    assert "Edition of this case" not in page
    assert set(answers) <= {403, 404, 409}


def test_its_proposer_cannot_accept_and_has_no_button_for_it(world: World) -> None:
    """The others' hands are waited for; the way back is to refuse one's own proposal."""
    ref = served(world)
    with clock.frozen(LATER):
        japan = office(world, "jpn")
        file(japan, ref, PROPOSE, **WANT)
        page = japan.get(f"/cases/{ref}").text
        refused = press(japan, ref, ACCEPT)
    assert f'action="/cases/{ref}/steps/{ACCEPT}"' not in page
    assert REFUSE in page
    assert 409 == refused or 403 == refused


def test_without_another_edition_there_is_neither_part_nor_button_and_the_proposal_is_refused(world: World) -> None:
    """The terms of today are those of the case."""
    ref = served(world, 'answer = "P10D"\n')
    with clock.frozen(LATER):
        japan = office(world, "jpn")
        page = japan.get(f"/cases/{ref}").text
        draft = japan.post(f"/cases/{ref}/drafts", form_at=f"/cases/{ref}", step=PROPOSE, track="")
    assert PROPOSE not in page
    assert "Edition of this case" not in page
    assert draft.status_code in (404, 409)


def test_an_edition_that_does_not_carry_the_case_is_named_with_the_reason_and_refused(world: World) -> None:
    """Of another level: the page says why, and the paper is refused with the same sentence."""
    ref = served(world, 'level = "agency"\n')
    with clock.frozen(LATER):
        japan = office(world, "jpn")
        page = text_of(japan.get(f"/cases/{ref}").text)
        draft = begin(japan, ref, PROPOSE)
        fill_in(japan, draft, **WANT)
        answer = send(japan, draft)
        shown = japan.get(f"{draft}/send").text
    why = "The new edition is of another procedure or level, or opens the case to others."
    assert f"Not possible now : {why}" in page or f"Not possible now: {why}" in page
    assert 409 == answer.status_code
    assert why in shown
