"""Conditions on filings: each refuses by its field, has words, and mends a draft so that it holds."""

from typing import Any

import pytest

from tests.workflows.kernel.play import hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel import checks_of_filings as c
from workflows.kernel import guards as g
from workflows.kernel.language import PRODUCT, choice, instant_field, whole
from workflows.kernel.view import Facts, View


class Numbered(Paper):
    """Numbered paper."""

    number = whole("Number", PRODUCT, need="optional")
    since = instant_field("Since", PRODUCT, need="optional")
    form = choice("Form", {"note": "Note", "talk": "Talk"}, PRODUCT, need="optional")


def instant(text: str) -> dict[str, str]:
    """Write an instant as filings do."""
    return {"at": text, "zone": "UTC"}


# check, a body that fails, the refusal, its field, the words, a body that holds
TABLE: list[tuple[c.FilingCheck, dict[str, Any], str, str, str, dict[str, Any]]] = [
    (c.WhenThen("form", ("talk",), "title_"), {"form": "talk"}, "“Title” must be given, since “Form” is “Talk”.",
     "title_", "“Title” where “Form” is “Talk”", {"form": "note"}),
    (c.NotBefore("on_day"), {"on_day": "2025-12-31"},
     "“Day” (31 December 2025) lies before the date of this act (1 January 2026).", "on_day",
     "“Day” not before today", {"on_day": "2026-01-01"}),
    (c.Future("on_day", 3), {"on_day": "2026-01-03"}, "“Day” must lie on 4 January 2026 or later.", "on_day",
     "“Day” at least 3 days ahead",
     {"on_day": "2026-01-04"}),
    (c.NotOneself("who"), {"who": ["KOR", "JPN"]}, "A party does not address itself.", "who",
     "“Who” other than oneself", {"who": ["KOR"]}),
    (c.NamesAct("number"), {"number": 7}, "Name an act of this case by its number.", "number",
     "“Number” is the number of an act of this case", {"number": 1}),
    (c.Is("form", ("note",), "Only a note is taken here."), {"form": "talk"}, "Only a note is taken here.", "form",
     "“Form” is “Note”", {"form": "note"}),
    (c.Unanswered("who", "The text has no place for it."), {"who": ["KOR"]}, "The text has no place for it.", "who",
     "“Who” is left out", {}),
    (c.OnlyIf("form", "talk", g.Flagged("heard"), "note", "A talk needs a hearing."), {"form": "talk"},
     "A talk needs a hearing.", "form",
     "“Form” is “Talk” only where “Heard” is on record", {"form": "note"}),
    (c.Ahead("until", 72), {"until": instant("2026-01-04T11:59:59+00:00")},
     "“Until” must lie at 4 January 2026, 12:00:00 UTC or later: 72 hours are the least.", "until",
     "“Until” at least 72 hours ahead",
     {"until": instant("2026-01-04T13:00:00+01:00")}),
    (c.Ahead("until", 0, PRODUCT, "Tell of it otherwise."), {"until": instant("2026-01-01T11:59:59+00:00")},
     "“Until” (1 January 2026, 11:59:59 UTC) has passed; it must be still to come. Tell of it otherwise.", "until",
     "“Until” still to come", {"until": instant("2026-01-01T13:00:00+01:00")}),
    (c.Later("until", "since"),
     {"until": instant("2026-01-04T10:00:00+01:00"), "since": instant("2026-01-04T09:00:00+00:00")},
     "“Until” lies after “Since”.", "until", "“Until” lies after “Since”",
     {"until": instant("2026-01-04T10:00:00+00:00"), "since": instant("2026-01-04T09:00:00+00:00")}),
    (c.NewVersion("number"), {"number": 1}, "“Number”: 1 was circulated before; a new text has a new number.", "number",
     "a new “Number”", {"number": 2}),
]  # fmt: skip


def test_every_check_is_in_the_table() -> None:
    """A check that is added brings its refusal, its words and its mending."""
    classes = {cls for cls in vars(c).values() if isinstance(cls, type) and issubclass(cls, c.FilingCheck)}

    assert classes - {c.FilingCheck} == {type(row[0]) for row in TABLE}


@pytest.mark.parametrize("row", TABLE, ids=lambda r: type(r[0]).__name__)
def test_a_check_refuses_by_its_field_and_takes_what_holds(row: Any) -> None:
    """The kind is content; the step itself is open and named in the offer."""
    check, bad, sentence, field, words, good = row
    found = play([step("first", asks=Numbered, keeps=("number",)), step("act", asks=Numbered, checks=(check,))])
    found.take("first", "JPN", "2026-01-01", filing={"number": 1})
    assert "act" in found.offered("JPN", "2026-01-01")

    refused = found.refused("act", "JPN", "2026-01-01", filing=bad, exact=True)

    assert (sentence, "content", field, words) == (
        str(refused),
        refused.kind,
        refused.refusals[0].field,
        check.words(Numbered.spec),
    )
    assert "step" == found.take("act", "JPN", "2026-01-01", filing=good).kind


@pytest.mark.parametrize("row", TABLE, ids=lambda r: type(r[0]).__name__)
def test_a_check_mends_a_body_so_that_it_holds_and_leaves_a_good_one(row: Any) -> None:
    """The least change."""
    check, bad, _, _, _, good = row
    found = play([step("first", asks=Numbered, keeps=("number",)), step("act", asks=Numbered, checks=(check,))])
    found.take("first", "JPN", "2026-01-01", filing={"number": 1})

    def holds(body: Any) -> bool:
        view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing=body)
        view.filing = check.mend(body, view)
        return check.check(view) is None

    assert holds(bad)
    assert holds(good)


def test_a_date_is_compared_with_another_of_the_filing() -> None:
    """The end does not lie before the start; where one is missing nothing is compared."""
    check = c.NotBefore("on_day", "title_")
    found = play([step("act", asks=Numbered, checks=(check,))])

    assert "step" == found.take("act", "JPN", "2026-01-01", filing={"on_day": "2020-01-01"}).kind
    refused = found.refused("act", "JPN", "2026-01-01", filing={"on_day": "2020-01-01", "title_": "2020-01-02"})
    assert "“Day” (1 January 2020) lies before “Title” (2 January 2020)." == str(refused)
    assert "“Day” not before “Title”" == check.words(Numbered.spec)


def test_a_rule_is_named_beside_other_faults_unless_it_looks_at_one_of_them() -> None:
    """A bad period does not hide that the day lies too early; a day that cannot be read is compared with nothing."""
    found = play([step("act", asks=Numbered, checks=(c.NotBefore("on_day"), c.WhenThen("form", ("talk",), "title_")))])
    for body, fields in (
        ({"on_day": "2025-12-31", "length": "a while"}, ["length", "on_day"]),
        ({"on_day": "yesterday", "form": "talk"}, ["on_day", "title_"]),
        ({"on_day": "yesterday", "form": "chat"}, ["on_day", "form"]),
    ):
        refused = found.refused("act", "JPN", "2026-01-01", filing=body, exact=True)
        assert sorted(fields) == sorted(refusal.field for refusal in refused.refusals)


def test_a_question_that_a_filing_does_not_ask_is_named_by_its_key() -> None:
    """So are answers that are no titles of a choice."""
    assert ("“Last day”", "“Form”") == (Numbered.spec.named("last_day"), Numbered.spec.named("form"))
    assert "“Talk”, “chat” or “3”" == Numbered.spec.titled("form", "talk", "chat", 3)


def test_the_condition_of_a_check_names_steps_by_their_titles_where_the_procedure_is_known() -> None:
    """Without one, by the words of their keys."""
    found = play([step("act", asks=Numbered, title="Act at last")])
    check = c.OnlyIf("form", "talk", g.Done("act"), "note", "A talk needs an act.")

    assert "“Form” is “Talk” only where “Act at last” is on record" == check.words(Numbered.spec, found.procedure)
    assert "“Form” is “Talk” only where “Act” is on record" == check.words(Numbered.spec)


def test_the_base_of_checks_is_no_check() -> None:
    """It neither checks, speaks nor mends."""
    found = play([])
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts())
    for call in (
        lambda: c.FilingCheck().check(view),
        lambda: c.FilingCheck().words(Numbered.spec),
        lambda: c.FilingCheck().mend({}, view),
    ):
        with pytest.raises(NotImplementedError):
            call()


def test_of_two_rows_of_a_step_the_open_one_says_what_is_wrong_with_the_paper() -> None:
    """A row that is closed by the case says nothing then; where both are closed each says why."""
    closed = g.Says(g.Flagged("heard"), "Nobody was heard.")
    rows = [step("act", asks=Numbered, checks=(c.NotBefore("on_day"),)), step("act", asks=Numbered, when=closed)]
    refused = play(rows).refused("act", "JPN", "2026-01-02", filing={"on_day": "2026-01-01"})
    assert (["on_day"], "content") == ([one.field for one in refused.refusals], refused.kind)
    both = [step("act", asks=Numbered, when=g.Says(g.Flagged(name), f"Not {name}.")) for name in ("heard", "seen")]
    assert "Not heard.; Not seen." == str(play(both).refused("act", "JPN", "2026-01-02"))
