"""The author of a paper raises its level before it is served: on the form, over the API, and never the other way."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult import casebook, clock
from consult.clearing.lanes import Stage, set_lane
from consult.db import reading
from consult.docket import Docket, Filed, Refused
from consult.docket.leaving import NotThrough
from consult.docket.replaying import Openings, replay_cases
from consult.log.verify import verify
from consult.models.cases import ACT, DRAFT
from consult.visibility import Viewer
from tests.consult.api.machine import machine
from tests.consult.docket.conftest import empty_engine
from tests.consult.web.cases_world import begin, build_cases, send, version_of
from tests.consult.web.clearance_world import pass_on
from tests.consult.web.world import AT
from tests.house.rooms_world import Disputed
from workflows.kernel.editions import digest_of

DAY = timedelta(days=1)
STEP, TRACK = "acknowledge", "respondent:FRA"
ANSWER = "open_talks"


@dataclass
class Served:
    """A dispute of Japan with France and Korea, served on 11 November 2026."""

    told: Disputed
    ref: str
    track: str = TRACK

    def body(self, step: str) -> dict[str, Any]:
        """Complete what France files with a step."""
        return dict(self.told.body(self.told.by("FRA"), self.ref, step, AT, self.track, {}))

    def acknowledge(self, level: str) -> tuple[str, tuple[str, ...], set[str]]:
        """Let France acknowledge the notice at a level; give that of the act, who was told, and who reads it."""
        return self.take(STEP, self.body(STEP), level)

    def take(self, step: str, body: dict[str, Any], level: str) -> tuple[str, tuple[str, ...], set[str]]:
        """Let France lay words before the docket at a level, as `acknowledge` does."""
        by = self.told.by("FRA")
        filed = Filed(step, self.track, body, cleared_digest=digest_of(body), cleared_office="Office")
        n = self.told.docket.take(by, self.ref, replace(filed, level=level), at=AT).n
        return self.read(n)

    def read(self, n: int) -> tuple[str, tuple[str, ...], set[str]]:
        """Give the level of an act, who was told, and who reads it."""
        readers, found = set(), []
        with reading(self.told.world.engine) as conn:
            for party in ("JPN", "FRA", "KOR"):
                case = casebook.find_case(conn, Viewer(party), self.ref)
                acts = {entry.act.n: entry.act for entry in casebook.entries_of(conn, Viewer(party), case)}
                readers |= {party} if n in acts else set()
                found += [acts[n]] if n in acts else []
        return found[0].level, found[0].told, readers


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """The dispute, with the clock at 20 November 2026, over each database; log and cases are verified after it."""
    given = {}
    if request.param == "postgresql":
        given["database_url"] = request.getfixturevalue("postgres_url")
        empty_engine(given["database_url"]).dispose()
    with clock.frozen(AT):
        world = build_cases(tmp_path, **given)
        docket = Docket(
            world.engine, tmp_path, world.app.extensions["consult"].settings.procedures, random.Random(9).choice
        )
        told = Disputed(world, docket, docket)
        ref = told.open("JPN", "settlement", "dispute", AT - 9 * DAY, agreement="gen")
        told.take("JPN", "dispute", "serve_notice_of_dispute", AT - 9 * DAY, respondents=["FRA", "KOR"])
        yield Served(told, ref)
        with reading(world.engine) as conn:
            assert verify(conn, replay=Openings(conn)).sound
            found = [one for one in replay_cases(conn) if one.code != "mandate"]
            assert [] == found, "a machine's leave to dispatch is given behind the log's back, and all else agrees"
    world.engine.dispose()


def test_what_is_raised_before_service_is_told_to_whoever_reads_it(served: Served) -> None:
    """France acknowledges to Japan alone what, by the procedure, Korea reads as well."""
    assert ("C3", ("JPN",), {"FRA", "JPN"}) == served.acknowledge("C3")


def test_what_is_not_raised_has_the_level_of_the_procedure(served: Served) -> None:
    """France acknowledges as the procedure has it."""
    assert ("C2", ("JPN", "KOR"), {"FRA", "JPN", "KOR"}) == served.acknowledge("")


@pytest.mark.parametrize("level", ["C0", "C1", "C2", "C4", "C5", "nonsense"])
def test_no_other_level_is_taken(served: Served, level: str) -> None:
    """Below its own, at it, or where it would be served on nobody: nothing is recorded, and the reason is said."""
    with reading(served.told.world.engine) as conn:
        before = conn.execute(select(ACT.c.id)).all()
    with pytest.raises(Refused) as fault:
        served.acknowledge(level)
    assert f"This act is not raised to {level} before it is served" in str(fault.value)
    with reading(served.told.world.engine) as conn:
        assert before == conn.execute(select(ACT.c.id)).all()


def test_what_opens_relations_with_several_is_not_kept_from_them(served: Served) -> None:
    """A notice of dispute is in force for each on whom it is served: C3 is not offered for it."""
    told = served.told
    told.open("JPN", "settlement", "second", AT - 9 * DAY, agreement="gen")
    japan = told.world.signed_in("all@jpn.example")
    form = japan.get(begin(japan, told.refs["second"], "serve_notice_of_dispute")).text
    assert 'name="raise_to"' not in form


def test_the_form_offers_the_levels_and_the_page_before_sending_follows(served: Served) -> None:
    """The page names both parties, then Japan alone once C3 is chosen; what was cleared before is to be cleared anew;
    the act is recorded at the level that the page named."""
    visitor = served.told.world.signed_in("all@fra.example")
    draft = begin(visitor, served.ref, STEP, TRACK)
    form = visitor.get(draft).text
    assert re.findall(r'<option value="(C\d|)"', form.partition('name="raise_to"')[2].partition("</select>")[0]) == [
        "",
        "C3",
    ]
    before = visitor.get(f"{draft}/send").text
    assert "Place before the parties: Japan and the Republic of Korea</button>" in before

    answer = visitor.post(draft, form_at=draft, do="save", version=version_of(visitor, draft), raise_to="C3")
    assert 303 == answer.status_code
    assert '<option value="C3" selected>' in visitor.get(draft).text
    page = visitor.get(f"{draft}/send").text
    assert "Send to Japan</button>" in page
    assert "Republic of Korea</button>" not in page
    sent = send(visitor, draft)
    assert ("C3", ("JPN",), {"FRA", "JPN"}) == served.read(int(sent.location.partition("?")[0].rpartition("/")[2]))


def test_a_level_that_is_chosen_anew_is_cleared_anew(served: Served) -> None:
    """A clearance is of a text for those who read it."""
    visitor = served.told.world.signed_in("all@fra.example")
    draft = begin(visitor, served.ref, STEP, TRACK)
    with served.told.world.writing() as conn:
        conn.execute(DRAFT.update().values(cleared_digest="0" * 64, cleared_office="Legal office"))
    visitor.post(draft, form_at=draft, do="save", version=version_of(visitor, draft), raise_to="C3")
    with reading(served.told.world.engine) as conn:
        row = conn.execute(select(DRAFT.c.level, DRAFT.c.cleared_digest, DRAFT.c.cleared_office)).one()
    assert ("C3", None, None) == tuple(row)


def with_lane_of_france(served: Served) -> None:
    """Give France a lane of two stages, drafting and the legal office."""
    told = served.told
    manager = replace(told.by("FRA"), capacities=told.by("FRA").capacities | {"manage"})
    stages = (Stage("s1", "Drafting", capacity="draft"), Stage("s2", "Legal office", capacity="clear"))
    with told.world.writing() as conn:
        set_lane(conn, manager, stages, {"ost10"}, 0, AT - 2 * DAY)


def asked_to_observe(served: Served) -> Served:
    """Let Japan ask France and Korea to observe a flight; France has a lane of clearance."""
    told = served.told
    ref = told.open("JPN", "ost10", "flight", AT - 9 * DAY)
    told.take("JPN", "flight", "request_observation", AT - 9 * DAY, asked=["FRA", "KOR"], launched_by="JPN")
    with_lane_of_france(served)
    return Served(told, ref, "asked:FRA")


def prepare(served: Served, level: str = "") -> tuple[str, dict[str, Any]]:
    """Let France prepare its answer; give the address of the paper, and its words."""
    body, france = served.body(ANSWER), machine(served.told.world, "all@fra.example")
    case = f"/api/v1/cases/{served.ref}"
    draft = france.made(f"{case}/drafts", {"step": ANSWER, "track": served.track, "filing": body})
    raise_to(served, f"/drafts/{draft['ref']}", body, level)
    return f"/drafts/{draft['ref']}", body


def raise_to(served: Served, draft: str, body: dict[str, Any], level: str) -> None:
    """Choose the level of a paper over the API; its words stay."""
    france = machine(served.told.world, "all@fra.example")
    where = f"/api/v1{draft}"
    version = france.given(where)["version"]
    assert 200 == france.ask("PUT", where, {"filing": body, "level": level}, **{"If-Match": f'"{version}"'}).status_code


def test_a_lane_is_passed_for_a_level_and_no_other(served: Served) -> None:
    """France's answer passed its lane at C3. The same words laid before the docket at the level of the procedure, for
    more readers, leave as little as the paper does once its level is chosen anew: it begins its lane again."""
    served = asked_to_observe(served)
    visitor = served.told.world.signed_in("all@fra.example")
    draft, body = prepare(served, "C3")
    for _stage in ("Drafting", "Legal office"):
        assert 303 == pass_on(visitor, draft).status_code
    with pytest.raises(NotThrough, match="has not passed “Drafting”, “Legal office” of your party's clearance"):
        served.take(ANSWER, body, "")

    raise_to(served, draft, body, "")
    assert "void, since the text was changed" in " ".join(visitor.get(f"{draft}/clearance").text.split())
    raise_to(served, draft, body, "C3")
    with pytest.raises(NotThrough):
        served.take(ANSWER, body, "C3")
    for _stage in ("Drafting", "Legal office"):
        assert 303 == pass_on(visitor, draft).status_code
    assert ("C3", ("JPN",), {"FRA", "JPN"}) == served.take(ANSWER, body, "C3")


def test_the_page_of_clearance_says_who_will_see_a_paper_as_it_is_raised(served: Served) -> None:
    """Whoever passes a stage reads the audience at the level of the paper."""
    served = asked_to_observe(served)
    visitor = served.told.world.signed_in("all@fra.example")
    draft, body = prepare(served)
    seen = []
    for level in ("", "C3"):
        raise_to(served, draft, body, level)
        page = visitor.get(f"{draft}/clearance").text
        seen.append(page.partition("Who sees it now")[2].partition("</dd>")[0].rpartition("<dd>")[2])
    assert ["Japan and the Republic of Korea", "Japan"] == seen


def test_a_stage_has_no_two_sides(served: Served) -> None:
    """Good offices are offered to all: the track of a stage is nobody's, and C3 is not to be chosen for it."""
    served.acknowledge("")
    visitor = served.told.world.signed_in("all@fra.example")
    form = visitor.get(begin(visitor, served.ref, "offer_good_offices", "stage:good_offices")).text
    assert ("Go on: who will see it" in form, 'name="raise_to"' in form) == (True, False)


def test_a_machine_raises_a_draft_and_is_told_who_will_see_it(served: Served) -> None:
    """The draft tells the levels, a rehearsal the audience, and the act is recorded at the level."""
    france = machine(served.told.world, "all@fra.example")
    case = f"/api/v1/cases/{served.ref}"
    draft = france.made(f"{case}/drafts", {"step": STEP, "track": TRACK})
    assert ("", ["C3"]) == (draft["level"], draft["levels"])
    raised = france.ask("PUT", draft["href"], {"filing": {}, "level": "C3"}, **{"If-Match": f'"{draft["version"]}"'})
    assert "C3" == raised.json["level"]
    named = {"ref": draft["ref"], "version": raised.json["version"]}
    told = france.made(f"{case}/rehearsals", {"draft": named})["would"]
    assert ("C3", "relation", ["JPN"]) == (told["level"], told["audience"]["kind"], told["audience"]["parties"])
    plain = france.made(f"{case}/rehearsals", {"step": STEP, "track": TRACK, "filing": {}})["would"]
    assert ("C2", "parties", ["JPN", "KOR"]) == (
        plain["level"],
        plain["audience"]["kind"],
        plain["audience"]["parties"],
    )
    made = france.made(f"{case}/acts", {"draft": named, "seen": france.given(case)["seen"]})
    assert ("C3", ("JPN",), {"FRA", "JPN"}) == served.read(made["n"])
