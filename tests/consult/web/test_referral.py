"""A consultation without agreement that is referred: what each side sees of both cases, and how the notice begins."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.db import reading
from consult.docket import Docket, Filed, Refused, hand_of
from consult.models.cases import CASES
from consult.models.parties import PERSON
from consult.standing import Standing, choices
from tests.consult.web.cases_world import begin, build_cases, fill_in
from tests.consult.web.world import AT, Visitor, World
from workflows.kernel.placeholders import fill
from workflows.kernel.view import View

JAPAN, KOREA, FRANCE = "all@jpn.example", "all@kor.example", "all@fra.example"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a world in which Japan consults Korea and France, and Korea does not agree."""
    with clock.frozen(AT):
        built = build_cases(tmp_path_factory.mktemp("referral"))
        yield built
    built.engine.dispose()


def docket(world: World) -> Docket:
    """Give the docket of the application."""
    found: Docket = world.app.extensions["consult"].docket
    return found


def acting(world: World, mail: str) -> Standing:
    """Give the standing of an office."""
    with reading(world.engine) as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
        return choices(conn, person, AT)[0]


def take(world: World, by: Standing, ref: str, step: str, track: str | None = None, **given: Any) -> int:
    """Take a step, with placeholders for what is not given."""
    desk = docket(world)
    with reading(world.engine) as conn:
        seen = desk.see(conn, by, ref, AT)
        view = View(seen.procedure, seen.case, hand_of(by, seen.procedure, AT), AT, desk.world(conn, AT, seen.row.id))
        view.track = seen.case.tracks.get(track or "")
        row = next(row for row in seen.procedure.rows[step] if seen.case.state in row.frm)
        body = fill(row, given, view) if row.filing else None
    return int(desk.take(by, ref, Filed(step, track, body), at=AT).n)


def consulted(world: World) -> str:
    """Play to a consultation in which Korea has recorded that there is no agreement."""
    japan, korea = acting(world, JAPAN), acting(world, KOREA)
    ref = str(docket(world).open(japan, "ost9", at=AT, title="").ref)
    take(world, japan, ref, "start_assessment")
    take(
        world, japan, ref, "serve_notice", activity_title="Removal of a stage", earliest_start="2027-12-01",
        addressees=["KOR", "FRA"],
    )  # fmt: skip
    take(world, acting(world, FRANCE), ref, "reply", "addressee:FRA", position="For Japan alone")
    take(world, korea, ref, "acknowledge", "addressee:KOR")
    for by in (japan, korea):
        take(world, by, ref, "enter_consultation", "addressee:KOR")
    take(world, korea, ref, "record_not_agreed", "addressee:KOR")
    return ref


def newest(world: World) -> str:
    """Give the reference of the case opened last."""
    with reading(world.engine) as conn:
        return str(conn.execute(select(CASES.c.ref).order_by(CASES.c.id.desc()).limit(1)).scalar_one())


def referred(world: World) -> tuple[str, str]:
    """Refer the consultation; give both references."""
    ref = consulted(world)
    take(world, acting(world, KOREA), ref, "refer", target="settlement", agreement="gen")
    return ref, newest(world)


def signed_in(world: World, mail: str) -> Visitor:
    """Sign in."""
    return world.signed_in(mail)


def test_the_page_before_sending_says_that_a_case_is_opened(world: World) -> None:
    """The liaison reads what follows from the act, and the receipt leads to the new case."""
    ref, korea = consulted(world), signed_in(world, KOREA)
    draft = begin(korea, ref, "refer")
    given = {"consent:instrument": "UNC", "consent:provision": "33(1)"}
    answer = fill_in(korea, draft, target="settlement", agreement="gen", **given)
    page = korea.get(answer.location).text
    assert "Opens a case" in page
    assert "Nobody else sees it before you serve its first paper." in page


def test_the_side_that_refers_sees_the_link_from_both_cases_and_what_was_carried_over(world: World) -> None:
    """The notice and the referral are Korea's to see; what France answered to Japan is not in the list."""
    ref, new = referred(world)
    korea = signed_in(world, KOREA)
    first, second = korea.get(f"/cases/{ref}").text, korea.get(f"/cases/{new}").text

    assert f'href="/cases/{new}"' in first
    assert f'href="/cases/{ref}"' in second
    assert "Removal of a stage" in second
    carried = re.findall(rf'href="/cases/{ref}/acts/(\d+)">([^<]+)</a> <span', second)
    assert [("2", "Serve notice")] == carried


def test_the_other_parties_see_the_referral_and_no_link_until_they_are_served(world: World) -> None:
    """The dispute in preparation is nowhere on their pages; after the notice both sides of it are."""
    ref, new = referred(world)
    japan, france = signed_in(world, JAPAN), signed_in(world, FRANCE)
    for visitor in (japan, france):
        assert "referred" in visitor.get(f"/cases/{ref}").text.lower()
        assert new not in visitor.get(f"/cases/{ref}").text
        assert 404 == visitor.get(f"/cases/{new}").status_code

    take(world, acting(world, KOREA), new, "serve_notice_of_dispute", respondents=["JPN"])
    assert f'href="/cases/{new}"' in japan.get(f"/cases/{ref}").text
    assert f'href="/cases/{ref}"' in japan.get(f"/cases/{new}").text
    assert "Carried over" in japan.get(f"/cases/{new}").text
    assert new not in france.get(f"/cases/{ref}").text, "France is no party to the dispute"


def test_a_respondent_from_outside_learns_nothing_of_the_consultation(world: World) -> None:
    """Brazil took no part in it: no link, no list, no reference."""
    ref, new = referred(world)
    take(world, acting(world, KOREA), new, "serve_notice_of_dispute", respondents=["JPN", "BRA"])
    page = signed_in(world, "all@bra.example").get(f"/cases/{new}")

    assert 200 == page.status_code
    assert ref not in page.text
    assert "Carried over" not in page.text


def test_the_notice_of_dispute_begins_with_what_is_known(world: World) -> None:
    """Title, the other parties as respondents, and a neutral account; all of it can be changed."""
    ref, new = referred(world)
    korea = signed_in(world, KOREA)
    form = korea.get(begin(korea, new, "serve_notice_of_dispute")).text

    assert 'value="Removal of a stage"' in form
    assert {"JPN", "FRA"} == set(re.findall(r'value="([A-Z]{3})"[^>]*checked', form))
    assert f"of case {ref}, “Removal of a stage”" in form.replace("&#34;", '"')
    assert "Act 2 of 20 November 2026: Serve notice" in form


def test_a_mandate_for_consultations_alone_opens_no_dispute(world: World) -> None:
    """The act is refused whole, with the reason; the consultation goes on."""
    ref, korea = consulted(world), acting(world, KOREA)
    with pytest.raises(Refused, match="Your mandate does not cover “Settlement of a dispute”"):
        take(world, replace(korea, procedures=frozenset({"ost9"})), ref, "refer", target="settlement", agreement="gen")
    assert (
        "referred"
        not in signed_in(world, KOREA).get(f"/cases/{ref}").text.lower().split("timeline")[1].split("</section>")[0]
    )


def test_escalation_before_its_time_is_refused_with_day_and_clause_and_has_no_button(world: World) -> None:
    """Under the general profile talks are given up from the thirty-first day: page and refusal say so."""
    _ref, new = referred(world)
    take(world, acting(world, KOREA), new, "serve_notice_of_dispute", respondents=["JPN"])
    take(world, acting(world, JAPAN), new, "acknowledge", "respondent:JPN")
    korea = signed_in(world, KOREA)
    page = korea.get(f"/cases/{new}").text
    offered, closed = page.split('<details class="closed">')

    assert "Declare the failure" not in offered.split('id="offers-title"')[1]
    assert "Declare the failure" in closed
    assert "21 December 2026" in closed.split("Declare the failure")[1].split("</div>")[0]
    with reading(world.engine) as conn:
        seen = docket(world).see(conn, acting(world, KOREA), new, AT).row.n
    address = f"/cases/{new}/steps/declare_negotiation_failed"
    answer = korea.post(address, form_at=f"/cases/{new}", track="stage:negotiation", seen=str(seen), digest="")
    assert 409 == answer.status_code, answer.text
    assert "21 December 2026" in answer.text
    assert "General profile" in answer.text or "Product" in answer.text, "the clause that gives the time is named"
