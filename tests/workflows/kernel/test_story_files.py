"""A story that cannot be read is refused with file, line and reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from workflows.kernel.stories import StoryError, read

GOOD = """title = "A berth"
procedure = "berth"
summary = "Two agencies"
[parties]
Japan = "asking"
Korea = ["asked", "host"]
[terms]
answer = "P5D"

[[event]]
at = 2026-03-02
by = "Japan"
step = "ask"
note = "nothing special"

[[event]]
at = 2026-03-02T15:00:00+09:00
by = ["Japan", "Korea"]
"""


def refused(old: str, new: str) -> StoryError:
    """Change the good story and give the error of reading it."""
    assert old in GOOD
    with pytest.raises(StoryError) as caught:
        read(GOOD.replace(old, new, 1), "berth.toml")
    return caught.value


def test_a_date_is_noon_utc_and_an_instant_is_itself() -> None:
    """Dates without an hour are dates of the record, not of a place."""
    story = read(GOOD.replace("T15:00:00+09:00", "T23:00:00+09:00"))
    assert [datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 14, tzinfo=UTC)] == [e.at for e in story.events]


def test_a_story_holds_what_its_file_says() -> None:
    """Title, parties with their roles, terms and events with their lines."""
    story = read(GOOD.replace("T15", "T22"))
    part = story.cases[""]
    assert ("A berth", "Two agencies", False) == (story.title, story.summary, story.loose)
    assert {"Japan": ("asking",), "Korea": ("asked", "host")} == part.parties
    assert ({"answer": "P5D"}, [10, 16]) == (part.terms, [event.line for event in story.events])


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('title = "A berth"', "", 1, "title: a story needs one"),
        ('"A berth"', "7", 1, "title: must be a text"),
        ('procedure = "berth"', "", 1, "name either a procedure or an agreement"),
        ('procedure = "berth"', 'procedure = "a"\nagreement = "b"', 1, "name either a procedure or an agreement"),
        ("summary =", "sumary =", 3, "sumary: unknown key"),
        ("[parties]", "[partys]", 4, "partys: unknown key"),
        ('Japan = "asking"', "Japan = 3", 5, "Japan: give a role"),
        ('"asking"', "asking", 5, "is not TOML"),
        ("step =", "stepp =", 13, "stepp: unknown key"),
        ("at = 2026-03-02\n", "", 10, "at: an event needs a date or an instant"),
        ("2026-03-02\n", '"2026-03-02"\n', 11, "at: must be a date or an instant, without quotation marks"),
        ("2026-03-02\n", "2026-03-02T09:00:00\n", 11, "at: an instant needs its offset"),
        ("T15:00:00+09:00", "T01:00:00Z", 17, "at: lies before the event above it"),
        ('by = "Japan"', "", 13, "step: say by whom the step is taken"),
        ('by = "Japan"', 'by = "Peru"', 12, "by: “Peru” is not among the parties"),
        ('by = "Japan"', "by = 3", 12, "by: must be a text or a list of texts"),
        ("note =", 'capacity = "bless"\nnote =', 14, "capacity: there is no capacity “bless”"),
        ("note =", 'case = "b"\nnote =', 14, "case: there is no case “b”"),
        ("note =", "expect.stat = 1\nnote =", 14, "stat: unknown key"),
        ("note =", "expect.state = 1\nnote =", 14, "state: must be a text"),
        ("note =", 'expect.offered = "ask"\nnote =', 14, "offered: must be a list of steps"),
        ("note =", 'expect.flags = "late"\nnote =', 14, "flags: must be a list of texts"),
        ("note =", 'expect.deadlines = { answer = "soon" }\nnote =', 14, "answer: give a date, an instant, or false"),
        ('\nby = ["Japan", "Korea"]\n', '\nexpect.refused = "no"\n', 18, "refused: nothing is refused where no step"),
        ('\nby = ["Japan", "Korea"]\n', '\nexpect.offered = ["a"]\n', 18, "offered: without “by”, write a table"),
    ],
)
def test_a_faulty_story_is_refused_with_line_and_reason(old: str, new: str, line: int, why: str) -> None:
    """The line is that of the key where it can be found, else that of its table."""
    fault = refused(old, new)
    assert (why, "berth.toml") == (fault.why[: len(why)], fault.file)
    assert line == fault.line


def test_a_story_without_events_is_refused() -> None:
    """Nothing would be told."""
    with pytest.raises(StoryError, match="a story needs events"):
        read(GOOD.partition("[[event]]")[0])


@pytest.mark.parametrize(
    ("cases", "why"),
    [
        ('[[case]]\nprocedure = "a"\n', "needs a key of its own"),
        ('[[case]]\ncase = "a"\nprocedure = "a"\n[[case]]\ncase = "a"\nprocedure = "b"\n', "needs a key of its own"),
        ('[[case]]\ncase = "a"\nprocedure = "a"\nlinks = { m = "z" }\n', "which is no case of this story"),
        ('[[case]]\ncase = "a"\nprocedur = "a"\n', "unknown key"),
        ('[[case]]\ncase = "a"\nprocedure = "a"\n', "say which case this concerns; there are a"),
    ],
)
def test_faulty_cases_are_refused(cases: str, why: str) -> None:
    """Every case has a key of its own, and an event of a story with cases names one."""
    body = 'title = "T"\n[parties]\nJapan = "asking"\n' + cases + "[[event]]\nat = 2026-03-02\n"
    with pytest.raises(StoryError, match=why):
        read(body)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    """The reason is the system's, or that the file is no text."""
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b"\xff\xfe")
    with pytest.raises(StoryError, match="is not UTF-8 text"):
        read(odd)
    with pytest.raises(StoryError, match="No such file"):
        read(tmp_path / "none.toml")
