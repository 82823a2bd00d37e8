"""`--json` gives the API's answer as it came, byte for byte."""

from collections.abc import Callable

import pytest

from tests.consult.api.machine import Machine
from tests.consult.remote.conftest import Line, Served
from tests.consult.remote.test_consultation import opened


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("whoami", "token"),
        ("desk", "desk"),
        ("cases", "cases"),
        ("cases Relay --where kind=open --size 3", "cases?words=Relay&size=3&kind=open"),
        ("show {case}", "cases/{case}"),
        ("offers {case}", "cases/{case}"),
        ("documents list {case}", "cases/{case}"),
        ("timeline {case} --after 1 --size 5", "cases/{case}/acts?after=1&size=5"),
        ("act {case} 2", "cases/{case}/acts/2"),
        ("parties", "parties"),
        ("parties fra", "parties/FRA"),
        ("procedures", "procedures"),
        ("procedures ost9", "procedures/ost9"),
        ("draft list", "desk"),
        ("call parties_show key=FRA", "parties/FRA"),
        ("call cases_index size=1", "cases?size=1"),
    ],
)
def test_an_answer_for_programs_is_that_of_the_api(
    instance: Served, japan: Line, file_of: Callable[[str, str], str], command: str, path: str
) -> None:
    """The same token asks both ways."""
    case = opened(japan, file_of)
    more = () if command.startswith("call") else ("--json",)
    printed = japan.run(*command.format(case=case).split(), *more).stdout_bytes
    answer = Machine(instance.world, japan.token).get(f"/api/v1/{path.format(case=case)}")
    assert (200, answer.data + b"\n") == (answer.status_code, printed)


def test_a_filter_that_there_is_not_is_refused_by_the_instance(japan: Line) -> None:
    """The client knows no filter; the sentence names those that there are."""
    said = japan.says("cases", "--where", "colour=red", code=1)
    assert "colour: There is no such parameter here. Those that there are:" in said
    assert "Narrow a list by name=value: colour" in japan.says("cases", "--where", "colour", code=2)


def test_any_operation_of_the_document_may_be_called(japan: Line) -> None:
    """By its name; what is missing or not known is told before anything is sent."""
    assert "acts_take" in japan.says("call")
    assert "There is no such operation" in japan.says("call", "acts_undo", code=2)
    assert "Give also: key." in japan.says("call", "parties_show", code=2)
    assert "There is no such parameter. Those that there are:" in japan.says("call", "parties_index", "x=1", code=2)
