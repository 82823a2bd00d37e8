"""A consultation under Article IX from notice to close, by two command lines and nothing else."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

from consult import clock
from tests.consult.remote.conftest import Line, Served
from tests.consult.web.world import AT


def example(line: Line, step: str, **answers: object) -> str:
    """Write what a step of the procedure asks, over the example that the instance gives."""
    return json.dumps(json.loads(line.run("procedures", "ost9", "--example", step).output) | answers)


NOTICE = {"activity_title": "Relay at the pole", "addressees": ["FRA"], "earliest_start": "2027-06-01"}


def opened(line: Line, file_of: Callable[[str, str], str]) -> str:
    """Open a case and serve its notice on France, in one command."""
    first = file_of("assessment.json", example(line, "start_assessment", activity_title="Relay at the pole"))
    notice = file_of("notice.json", example(line, "serve_notice", **NOTICE))
    told = line.says("file", "ost9", "--title", "Relay", "--filing", first, "--filing", f"serve_notice={notice}")
    assert "Recorded: act 1 of" in told
    found = re.search(r"Opened: (OST9-\S+)", told)
    assert found is not None
    return found[1]


def test_two_command_lines_consult_from_notice_to_close(
    instance: Served, japan: Line, file_of: Callable[[str, str], str]
) -> None:
    """Japan files, France finds it on its desk, reads it, answers; Japan concludes and both see the same end."""
    france = instance.line("FRA")
    case = opened(japan, file_of)

    desk = france.says("desk")
    assert "Served on us lately" in desk
    assert case in desk
    assert "Relay at the pole" in france.says("act", case, "2")
    assert "acknowledge" in france.says("offers", case)
    assert "Recorded: act" in france.says(
        "take", case, "acknowledge", "--filing", "-", given=example(france, "acknowledge")
    )
    with clock.frozen(AT + timedelta(days=3)):
        france.run("take", case, "record_no_objection", "--filing", "-", given=example(france, "record_no_objection"))
        japan.run("take", case, "conclude", "--filing", "-", given=example(japan, "conclude"))
        ends = [" ".join(line.says("show", case).split()) for line in (japan, france)]

    assert all("No objection" in one for one in ends)
    assert all("Concluded" in one for one in ends)
