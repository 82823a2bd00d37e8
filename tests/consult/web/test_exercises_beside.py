"""What stands beside an exercise is one too: the rooms of a mediator and meetings. A meeting and a room serve no
case of the other kind, whichever way they were opened.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.docket.exercises import is_apart
from consult.models.cases import CASE_LINK, CASES
from tests.consult.web.cases_world import open_berth
from tests.consult.web.consulted import take
from tests.consult.web.test_beside import begin as begin_beside
from tests.consult.web.test_exercises import JAPAN, STRIP, open_exercise, serve
from tests.consult.web.world import AT, World
from tests.house.rooms_world import MAIL, MEDIATOR, Disputed, build_dispute
from workflows.kernel.guards import Refused

NEVER = "The two are never linked."


@pytest.fixture(scope="module", params=[True, False], ids=["exercise", "earnest"])
def disputed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disputed]:
    """Give a dispute in mediation, once as an exercise and once in earnest."""
    with clock.frozen(AT):
        told = build_dispute(tmp_path_factory.mktemp("disputed"), exercise=request.param)
        yield told
    told.world.engine.dispose()


def cases(world: World) -> dict[str, Any]:
    """Read every case by its reference."""
    with world.reading() as connection:
        return {row.ref: row for row in connection.execute(select(CASES))}


@pytest.mark.parametrize("room", ["caucus JPN", "joint"])
def test_a_room_is_of_the_kind_of_the_dispute_beside_which_it_is_opened(disputed: Disputed, room: str) -> None:
    """Private with Japan, and for both: number series, mark on every page of it, and no message that leaves."""
    world, ref = disputed.world, disputed.refs["dispute"]
    with clock.frozen(AT + timedelta(minutes=1)):
        mediator = world.signed_in(MAIL[MEDIATOR])
        found = re.findall(r'name="room" value="([^"]+)"', mediator.get(f"/cases/{ref}").text)
        key = next(one for one in found if room in one)
        answer = mediator.post(f"/cases/{ref}/rooms", form_at=f"/cases/{ref}", room=key, before=0)
        assert 303 == answer.status_code, answer.text
        opened = str(answer.location).rpartition("/")[2]
        pages = [world.signed_in(MAIL[who]).get(f"/cases/{opened}").text for who in (MEDIATOR, "JPN")]

    is_exercise = disputed.exercise
    assert (is_exercise, is_exercise) == (is_apart(ref), is_apart(opened))
    assert bool(cases(world)[opened].exercise) == is_exercise
    assert [is_exercise] * 2 == [STRIP in page for page in pages]


def test_a_room_of_the_other_kind_is_refused_at_its_question(disputed: Disputed) -> None:
    """The mediator opens a room by another way, of the other kind, and names the dispute in it."""
    other = not disputed.exercise
    by, at = disputed.by(MEDIATOR), AT + timedelta(minutes=2)
    kind = {"kind": "caucus"}
    made = disputed.rooms.open(by, "room", at=at, title="Apart", proposed=kind, exercise=other)
    disputed.refs["apart"] = made.ref
    with pytest.raises(Refused, match=NEVER):
        disputed.take(
            MEDIATOR, "apart", "open_room", at, dispute=disputed.refs["dispute"], party="JPN", purpose="Apart"
        )


@pytest.mark.parametrize("kind", ["exercise", "earnest"])
def test_a_meeting_is_of_the_kind_of_the_case_beside_which_it_is_proposed(berths: World, kind: str) -> None:
    """Opened by the button on the page of the case: series and mark. Its call names that case; the
    reference of a case of the other kind is refused at its question."""
    japan = berths.signed_in(JAPAN)
    of_kind = {"exercise": open_exercise, "earnest": open_berth}
    mine = serve(japan, of_kind.pop(kind)(japan))
    other = serve(japan, next(iter(of_kind.values()))(japan))
    draft = str(begin_beside(japan, mine, "meeting").location)
    meeting = next(row for row in cases(berths).values() if row.procedure == "meeting")

    assert ((kind == "exercise"),) * 2 == (is_apart(meeting.ref), bool(meeting.exercise))
    assert (kind == "exercise") == (STRIP in japan.get(draft).text)
    at, told = AT.date().isoformat(), {"parties": ["FRA"]}
    with pytest.raises(Refused, match=NEVER):
        take(berths, JAPAN, at, meeting.ref, "call_meeting", serves=other, **told)
    take(berths, JAPAN, at, meeting.ref, "call_meeting", serves=mine, **told)
    with berths.reading() as connection:
        links = connection.execute(select(CASE_LINK.c.other_ref).where(CASE_LINK.c.case_id == meeting.id)).scalars()
        assert [mine] == list(links)
