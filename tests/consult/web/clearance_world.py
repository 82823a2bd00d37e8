"""A party whose papers go by draft, legal, head of delegation and Mission, each held by somebody of its own."""

import re
from typing import Any

from sqlalchemy import select

from consult import people
from consult.models.parties import PERSON
from tests.consult.web.cases_world import begin, fill_in, open_berth
from tests.consult.web.world import MANAGER, Visitor, World

DRAFTER, LEGAL, HEAD, MISSION = "draft@jpn.example", "adviser@jpn.example", "all@jpn.example", "mission@jpn.example"
LANE = "/my-party/clearance"
BODY = {"vehicle": "Cargo 7", "size": "small", "from_day": "2027-02-01", "asked": ["FRA", "KOR"]}


def mandate_of(world: World, mail: str) -> int:
    """Give the number of somebody's first mandate of Japan."""
    with world.reading() as conn:
        person = conn.execute(select(PERSON.c.id).where(PERSON.c.email == mail)).scalar_one()
        return int(people.mandates_of(conn, "JPN", person)[0].id)


def stage(i: int, name: str, *, hours: int = 24, required: bool = True, **held: Any) -> dict[str, Any]:
    """Fill in the questions about one stage."""
    answers: dict[str, Any] = {f"name-{i}": name, f"hours-{i}": str(hours), f"organ-{i}": "", f"capacity-{i}": ""}
    answers |= {f"required-{i}": "yes"} if required else {}
    return answers | {f"{name}-{i}": value for name, value in held.items()}


def four_stages(world: World, **head: Any) -> dict[str, Any]:
    """Fill in a lane of four stages."""
    return {
        **stage(0, "Drafting", capacity="draft", hours=48),
        **stage(1, "Legal", capacity="clear", organ="MFA", hours=48),
        **stage(2, "Head of delegation", mandates=[str(mandate_of(world, HEAD))], **head),
        **stage(3, "Mission", mandates=[str(mandate_of(world, MISSION))]),
    }


def seen_lane(visitor: Visitor) -> str:
    """Read which lane the form stands on."""
    found = re.search(r'name="seen" value="(\d+)"', visitor.get(LANE).text)
    assert found is not None
    return found[1]


def set_lane(world: World, answers: dict[str, Any], do: str = "keep", **more: Any) -> Any:
    """Send the form of the lane as the manager of Japan."""
    manager = world.signed_in(MANAGER)
    return manager.post(LANE, form_at=LANE, do=do, **{"seen": seen_lane(manager), **answers, **more})


def with_lane(world: World) -> World:
    """Give Japan the lane of four stages."""
    answer = set_lane(world, four_stages(world))
    assert 303 == answer.status_code, answer.text
    return world


def ready(world: World, **body: Any) -> tuple[Visitor, str]:
    """Let the drafter write a complete paper in a new case; give the drafter and the address of the paper."""
    drafter = world.signed_in(DRAFTER)
    draft = begin(drafter, open_berth(drafter), "ask")
    fill_in(drafter, draft, do="save", **{**BODY, **body})
    return drafter, draft


def over(visitor: Visitor, draft: str) -> dict[str, str]:
    """Read over which version and turn the page of a paper stands."""
    page = visitor.get(f"{draft}/clearance").text
    found = dict(re.findall(r'name="(version|turn)" value="(\d+)"', page))
    return {"version": "0", "turn": "0", **found}


def pass_on(visitor: Visitor, draft: str, **seen: str) -> Any:
    """Pass the stage where a paper stands; over what the page shows unless it says otherwise."""
    return visitor.post(f"{draft}/clearance/pass", form_at=f"{draft}/clearance", **{**over(visitor, draft), **seen})


def move(visitor: Visitor, draft: str, do: str, **more: str) -> Any:
    """Make another move."""
    return visitor.post(
        f"{draft}/clearance/move", form_at=f"{draft}/clearance", do=do, **{**over(visitor, draft), **more}
    )


def say(visitor: Visitor, draft: str, words: str, field: str = "") -> Any:
    """Comment on a paper."""
    return visitor.post(f"{draft}/comments", form_at=f"{draft}/clearance", words=words, field=field)


def passed_by(world: World, draft: str, *mails: str) -> None:
    """Let some pass the stages of a paper one after the other."""
    for mail in mails:
        answer = pass_on(world.signed_in(mail), draft)
        assert 303 == answer.status_code, (mail, answer.text)
