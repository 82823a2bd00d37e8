"""Stories are read, run and compared: every kind of expectation, every kind of difference."""

from dataclasses import replace
from datetime import date

import pytest

from tests.procedures import berth
from workflows.kernel.stories import Result, StoryError, Tables, read, run
from workflows.kernel.story_reports import event_json

HEAD = """
title = "A berth"
procedure = "berth"
loose = true
[parties]
Japan = "asking"
Korea = "asked"
France = "asked"
"""
ASK = """
[[event]]
at = 2026-03-02
by = "Japan"
step = "ask"
"""
RECEIPT = """
[[event]]
at = 2026-03-03
by = "Korea"
step = "record_receipt"
"""
FORMS = {form.key: form for form in berth.FORMS}
KEYS = {"Japan": "JPN", "Korea": "KOR", "France": "FRA"}
TABLES = Tables(find=KEYS.get)


def told(events: str, head: str = HEAD, tables: Tables = TABLES) -> list[Result]:
    """Run a story over the berth procedure."""
    return run(read(head + events, "berth.toml"), FORMS, tables)


def differences(events: str, head: str = HEAD) -> tuple[str, ...]:
    """Give the differences of the last event."""
    return told(events, head)[-1].differences


def test_a_story_whose_every_expectation_holds_has_no_difference() -> None:
    """State, tracks, deadlines and offers are compared together."""
    events = (
        ASK
        + 'expect = { state = "asked", tracks = { Korea = "served", "berth:France" = "served" } }'
        + RECEIPT
        + """
        [event.expect]
        tracks = { Korea = "received" }
        deadlines = { "answer:Korea" = 2026-03-13, "answer:France" = false }
        offered = ["give", "make_statement"]
        [[event]]
        at = 2026-03-14
        [event.expect]
        tracks = { Korea = "silent" }
        deadlines = { "answer:Korea" = 2026-03-14T00:00:00Z }
        """
    )
    assert [()] * 3 == [result.differences for result in told(events)]


def test_labels_become_the_keys_of_real_parties() -> None:
    """Filings, roles and tracks hold keys; a label that names nobody real is its own key."""
    result = told(ASK, HEAD.replace("France", "Freedonia"))[0]
    assert ["berth:KOR", "berth:Freedonia"] == list(result.case.tracks)
    assert ("JPN",) == result.case.parties["asking"]


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ('state = "settled"', "expected state settled, found asked"),
        ('tracks = { Korea = "given" }', "expected track Korea to be given, found served"),
        ('tracks = { Chile = "given" }', "expected track Chile to be given, found no such track"),
        ('deadlines = { "answer:Korea" = 2026-03-12 }', "expected deadline answer:Korea on 2026-03-12, found it armed"),
        ('deadlines = { "answer:Korea" = true }', "expected answer:Korea to run, found it armed"),
        ("deadlines = { suspension = 2026-03-12 }", "expected deadline suspension on 2026-03-12, found no such period"),
        ('flags = ["adequacy_contested"]', "expected flag adequacy_contested, found none"),
        ('flags = ["late:Korea"]', "expected flag late:Korea, found none"),
        (
            'offered = { Japan = ["give"] }',
            "expected “give” to be offered to Japan, found it closed: This step belongs",
        ),
        ('not_offered = { Korea = ["give"] }', "expected “give” not to be offered to Korea, found it open"),
        ('refused = "settled"', "expected “ask” to be refused, found it taken"),
    ],
)
def test_what_differs_is_said_with_what_was_expected_and_what_was_found(expect: str, difference: str) -> None:
    """One sentence for each difference."""
    (found,) = differences(f"{ASK}expect = {{ {expect} }}")
    assert found.startswith(difference)


def test_a_deadline_on_another_date_is_a_difference_with_both_dates() -> None:
    """The day before and the day after the expected one are not the expected one."""
    events = ASK + RECEIPT + 'expect.deadlines = { "answer:Korea" = 2026-03-14 }'
    assert ("expected deadline answer:Korea on 2026-03-14, found 2026-03-13",) == differences(events)


def test_an_unexpected_refusal_is_a_difference_with_its_sentence() -> None:
    """The reader learns why the step was refused."""
    (found,) = differences(ASK + ASK)
    assert found.startswith("expected “ask” to be taken, found it refused: “Ask” is not open: the case is at “Asked”")


def test_an_expected_refusal_is_found_by_part_of_its_sentence() -> None:
    """The part may be written in any case of letters."""
    assert () == differences(ASK + ASK + 'expect.refused = "THE CASE IS AT “ASKED”"')


def test_a_refusal_for_another_reason_is_a_difference() -> None:
    """It is not enough that something was refused."""
    (found,) = differences(ASK + ASK + 'expect.refused = "not party"')
    assert found.startswith("expected a refusal with “not party”, found: ")


def test_a_refusal_without_a_date_does_not_open_on_one() -> None:
    """The date on which a step opens is compared as well."""
    (found,) = differences(ASK + ASK + "expect.opens_on = 2026-04-01")
    assert "expected it to open on 2026-04-01, found no date" == found


def test_an_event_without_a_step_only_moves_the_clock() -> None:
    """The clock's acts due by then are recorded, dated on their expiry."""
    before, after = told(ASK + RECEIPT + "[[event]]\nat = 2026-03-13\n[[event]]\nat = 2026-03-14")[2:]
    assert ([], ["no_answer"]) == ([a.step for a in before.acts], [a.step for a in after.acts])
    assert date(2026, 3, 14) == after.acts[0].on.date()


def test_a_date_in_law_may_lie_before_the_moment_of_recording() -> None:
    """A late fact takes the lapse back."""
    late = (
        '[[event]]\nat = 2026-03-20\non = 2026-03-10\nby = "Korea"\nstep = "give"\nexpect.tracks = { Korea = "given" }'
    )
    result = told(ASK + RECEIPT + late)[-1]
    assert ((), (3,)) == (result.differences, result.acts[-1].corrects)


def test_a_list_of_hands_completes_a_joint_step() -> None:
    """Each lays its hand on one text; the last one performs."""
    joint = (
        '[[event]]\nat = 2026-03-04\nby = ["Japan", "Korea", "France"]\nstep = "suspend"\nexpect.state = "suspended"'
    )
    result = told(ASK + joint)[-1]
    assert ((), ["hand", "hand", "step"]) == (result.differences, [act.kind for act in result.acts])


def test_hands_may_be_laid_one_event_after_the_other_on_the_same_text() -> None:
    """Who says nothing in writing joins the text on the table, even on a later day."""
    hands = "".join(
        f'[[event]]\nat = 2026-03-0{day}\nby = "{label}"\nstep = "suspend"\n'
        for day, label in ((4, "Japan"), (5, "Korea"), (6, "France"))
    )
    assert () == differences(ASK + hands + 'expect.state = "suspended"')


def test_a_label_named_twice_is_two_persons() -> None:
    """Voiding needs two persons of the filing party."""
    void = '[[event]]\nat = 2026-03-04\nby = ["Japan", "Japan"]\nstep = "void_error"\nexpect.state = "voided_error"'
    assert () == differences(ASK + void)


def test_a_hand_may_be_taken_back() -> None:
    """The step is then as far as before."""
    laid = '[[event]]\nat = 2026-03-04\nby = "Japan"\nstep = "suspend"\n'
    result = told(ASK + laid + laid + "withdraw = true")[-1]
    assert ((), {}) == (result.differences, dict(result.case.pending))


def test_a_capacity_restricts_the_hand() -> None:
    """A liaison who only drafts does not dispatch."""
    assert () == differences(ASK + 'capacity = "draft"\nexpect.refused = "Only the foreign ministry"')


def test_a_filing_is_written_with_labels_dates_and_numbers() -> None:
    """What the story writes goes into the record as plain JSON; the rest is filled in and marked."""
    filing = 'filing = { asked = ["Korea"], from_day = 2026-05-01, drawing = "sketch of the berth" }'
    seen = told(ASK + filing)[0].case
    assert ["berth:KOR"] == list(seen.tracks)


def test_a_story_that_is_not_loose_must_write_the_whole_filing() -> None:
    """A missing field is refused by its label."""
    (found,) = differences(ASK, HEAD.replace("loose = true\n", ""))
    assert "Vehicle: This must be answered." in found


def test_facts_feed_the_fields_of_the_same_key() -> None:
    """A date of the story is used where the filing asks for it, and only what is missing is invented."""
    head = HEAD + "[facts]\nfrom_day = 2026-06-01\n"
    assert () == differences(ASK + 'filing = { vehicle = "Ferry" }\nexpect.state = "asked"', head)


def test_terms_of_the_story_change_what_the_product_chose() -> None:
    """A default may be another one in this story."""
    head = HEAD.replace("[parties]", 'terms = { answer = "P20D" }\n[parties]')
    assert () == differences(ASK + RECEIPT + 'expect.deadlines = { "answer:Korea" = 2026-03-23 }', head)


def test_an_agreement_gives_procedure_and_terms() -> None:
    """The clause stands behind the period, which is then agreed law."""
    agreed = replace(TABLES, agreement={"pact": ("berth", {"answer": "P5D"}, "PACT 4")}.get)
    head = HEAD.replace('procedure = "berth"', 'agreement = "pact"')
    result = told(ASK + RECEIPT + 'expect.deadlines = { "answer:Korea" = 2026-03-08 }', head, agreed)[-1]
    assert ((), "PACT 4") == (result.differences, str(result.case.procedure.limit("answer").under[0]))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"berth"', '"harbour"', "there is no procedure “harbour”"),
        ('procedure = "berth"', 'agreement = "pact"', "there is no agreement “pact”"),
        ('"asking"', '"begging"', "Japan: “berth” has no role “begging”"),
        ("[parties]", 'terms = { reply = "P2D" }\n[parties]', "terms: reply: these terms have no such key"),
        ("[parties]", 'terms = { answer = "soon" }\n[parties]', "terms: answer: 'soon' is not a period"),
        ('Japan = "asking"', 'Japan = "asked"', "nobody is “asking”"),
    ],
)
def test_a_story_that_does_not_fit_its_procedure_cannot_be_run(old: str, new: str, why: str) -> None:
    """The reason names what does not fit."""
    with pytest.raises(StoryError) as caught:
        told(ASK, HEAD.replace(old, new))
    assert why in caught.value.why


@pytest.mark.parametrize(
    ("event", "why", "line"),
    [
        (ASK.replace('"ask"', '"asks"'), "“asks” is no step of “berth”", 13),
        (ASK + 'expect.state = "asking"', "“asking” is no state of “berth”", 14),
        (ASK + 'expect.offered = ["gives"]', "“gives” is no step of “berth”", 14),
        (ASK + 'expect.not_offered = ["gives"]', "“gives” is no step of any procedure", 14),
        (ASK + 'expect.deadlines = { "reply:Korea" = 2026-03-04 }', "“reply:Korea” is no time limit of “berth”", 14),
        (ASK + '[event.expect]\nstate = "asking"', "“asking” is no state of “berth”", 15),
        (ASK + 'expect.offered = { Chile = ["give"] }', "offered: “Chile” is not among the parties of the story", 14),
    ],
)
def test_a_name_that_the_procedure_does_not_have_is_said_with_its_line(event: str, why: str, line: int) -> None:
    """A slip of the pen is not taken for a difference."""
    with pytest.raises(StoryError) as caught:
        told(event)
    assert (why, line) == (caught.value.why, caught.value.line)


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ("activity = 3", "activity: must be a text"),
        ('bound = "OST"', "bound: must be a list of instruments, or a table of lists"),
        ("bound = { OST = 3 }", "bound: must be a list of instruments, or a table of lists"),
        ("reachable = 1", "reachable: must be true, false, a list of parties"),
        ('linked = ["open"]', "linked: must be a table of lists of states"),
        ('available = "ost9"', "available: must be true, false or a list of procedures"),
        ('zones = { Japan = "Asia/Tokio" }', "zones: must be a table of time zones"),
        ('holidays = { Japan = ["2026-01-01"] }', "holidays: must be a table of lists of dates"),
    ],
)
def test_facts_that_guards_cannot_read_are_refused(fact: str, why: str) -> None:
    """Of the whole story, and of one event."""
    for events, head in ((ASK, f"{HEAD}[facts]\n{fact}\n"), (f"{ASK}facts.{fact}\n", HEAD)):
        with pytest.raises(StoryError, match=why):
            told(events, head)


def test_zones_and_holidays_of_the_story_move_its_deadlines() -> None:
    """A period of ten days that runs from the evening in Vienna ends by the date in Seoul."""
    head = HEAD + '[facts]\nzones = { Korea = "Asia/Seoul" }\n'
    evening = RECEIPT.replace("2026-03-03", "2026-03-03T20:00:00Z")
    assert () == differences(ASK + evening + 'expect.deadlines = { "answer:Korea" = 2026-03-14 }', head)


def test_a_filing_that_cannot_be_written_down_is_refused_with_its_line() -> None:
    """Names of fields are plain letters."""
    with pytest.raises(StoryError, match=r"berth\.toml:10: filing: the key 'größe' is not ASCII"):
        told(ASK + 'filing = { "größe" = 1 }')


def test_two_labels_of_one_party_are_refused() -> None:
    """A party acts under one label."""
    with pytest.raises(StoryError, match="names KOR, which another label names already"):
        run(read(HEAD + 'KOR = "asked"\n' + ASK), FORMS, Tables(find=lambda label: KEYS.get(label, label)))


def test_a_label_may_hold_what_a_key_may_not() -> None:
    """The key is the label in the letters of keys; the story goes on speaking of the label."""
    head = HEAD.replace("France", '"Astronomers\' States"')
    result = told(ASK + "expect.tracks = { \"Astronomers' States\" = 'served' }", head)[-1]
    assert ((), "berth:Astronomers States") == (result.differences, list(result.case.tracks)[-1])


def test_a_label_with_a_colon_is_refused() -> None:
    """Colons separate sets from labels."""
    with pytest.raises(StoryError, match="is no name for a party"):
        told(ASK, HEAD.replace("France", '"F:R"'))


def test_the_report_of_an_event_names_parties_by_label() -> None:
    """State, tracks, deadlines, flags, offers with refusals, as plain JSON."""
    result = told(ASK + RECEIPT)[-1]
    report = event_json(result, {key: label for label, key in KEYS.items()})
    deadline = next(d for d in report["deadlines"] if d["name"] == "answer:Korea")
    assert {"berth:Korea": "received", "berth:France": "served"} == report["tracks"]
    assert ("DEFAULT", "2026-03-03T12:00:00+00:00", "2026-03-13") == (
        deadline["binding"], deadline["starts"], deadline["expires"],
    )  # fmt: skip
    closed = next(o for o in report["offers"]["Japan"] if o["step"] == "settle")
    assert (False, ["product default"]) == (closed["open"], closed["refusals"][0]["under"])
