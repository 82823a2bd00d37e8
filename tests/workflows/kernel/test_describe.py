"""A procedure described: rows, counts, page, diagrams, texts, and the sentence of each act."""

import json
from datetime import UTC, datetime

import pytest

from tests.procedures import berth
from workflows.kernel import describe
from workflows.kernel.acts import LAPSE, STEP, Act
from workflows.kernel.describe_words import cited, length_words, one, past, start_words, target_words
from workflows.kernel.guards import Flagged
from workflows.kernel.language import (
    BACK,
    PRODUCT,
    STAY,
    Binding,
    ByCase,
    ByParty,
    Dispatch,
    Earliest,
    EndOf,
    FromFact,
    FromField,
    FromFiling,
    Grade,
    Period,
    Receipt,
    Source,
    outcome,
)  # fmt: skip
from workflows.kernel.levelling import LEVELLING

BERTH = berth.FORMS[0].with_defaults()
NAMES = {"JPN": "Japan", "KOR": "the Republic of Korea", "FRA": "France"}
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = Period(days=1)
OST = Source("OST")


def act(step: str, party: str = "JPN", **more: object) -> Act:
    """Make an act with the citation of the product."""
    values = {"kind": STEP, "basis": (("PRODUCT", "", "DEFAULT"),), "came": "asked", "went": "asked", **more}
    return Act(1, step=step, party=party, at=AT, on=AT, **values)  # type: ignore[arg-type]  # values differ by test


def opened(*parties: str) -> tuple[tuple[object, ...], ...]:
    """Give the effects of opening a track for each party."""
    return tuple(("open", f"berth:{p}", "berth", p, "served", p, None, "") for p in parties)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Correct an earlier act", "Corrected by"),
        ("Supplement an earlier act", "Supplemented by"),
        ("Deny", "Denied by"),
    ],
)
def test_an_act_says_what_another_one_that_names_it_has_done(title: str, said: str) -> None:
    """The words come from the title of the other one's step."""
    assert said == describe.named_by(title)


def test_a_step_whose_filing_names_an_act_is_known_with_its_field_and_its_words() -> None:
    """Corrections and supplements do, and what is done about a paper in every case; the words are collected for
    translation."""
    assert {"correct": "act", "supplement": "act", **dict.fromkeys(LEVELLING, "act")} == BERTH.naming
    assert {"Corrected by", "Supplemented by"} <= set(describe.texts(BERTH))


def test_every_row_of_the_table_stands_in_the_order_written() -> None:
    """Step, from, to, by, capacity, provision, condition and limits."""
    rows = describe.table(BERTH)
    ask = rows[0]
    assert [step.key for step in BERTH.steps] == [row.step for row in rows]
    assert ("ask", "draft", "asked", "Asking agency", "dispatch") == (ask.step, ask.come, ask.go, ask.by, ask.capacity)
    assert ("product default, no provision", "“Agencies asked” other than oneself", "starts answer") == (
        ask.under, ask.when, ask.limits,
    )  # fmt: skip


def test_counts_tell_limits_by_what_binds_them() -> None:
    """Law and product default are never added up."""
    held = describe.counts(BERTH)
    assert (len(BERTH.states), len({s.key for s in BERTH.steps}), {"DEFAULT": 2}) == (
        held["states"],
        held["steps"],
        held["limits"],
    )


def test_the_page_holds_every_state_step_limit_and_field() -> None:
    """What a lawyer reads is what the machine runs."""
    page = describe.page(BERTH)
    wanted = [s.key for s in BERTH.states] + [s.key for s in BERTH.steps] + [limit.key for limit in BERTH.limits]
    wanted += [f.label for spec in describe.filings_of(BERTH) for f in spec.fields]
    assert [] == [word for word in wanted if word not in page]


def test_the_page_of_a_procedure_is_always_the_same_text() -> None:
    """Pages are compared as text in every change."""
    assert describe.page(BERTH) == describe.page(berth.FORMS[0].with_defaults())


def test_the_description_is_plain_json() -> None:
    """It goes to other programs as it is."""
    assert "berth" == json.loads(json.dumps(describe.as_json(BERTH)))["key"]


def test_diagrams_show_the_procedures_own_steps() -> None:
    """Common steps would hide the law's own."""
    assert "asked --> settled: settle" in describe.mermaid(BERTH)
    assert "suspend" not in describe.mermaid(BERTH)
    assert '"asked" -> "settled" [label="settle, hand_on"];' in describe.dot(BERTH)


def test_common_steps_can_be_drawn_too() -> None:
    """Then several steps share an edge."""
    assert ["suspend"] == describe.edges(BERTH, common=True)[("asked", "suspended")]


def test_texts_for_translation_are_all_there_once() -> None:
    """Titles, meanings, questions, options and effects."""
    texts = describe.texts(BERTH)
    assert len(set(texts)) == len(texts)
    assert {"Berth", "Served", "Vehicle", "Small", "Asking agency", "Place a statement on record"} <= set(texts)


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        (act("ask", effects=opened("KOR", "FRA")), "Japan asked: the Republic of Korea and France (product default)"),
        (act("give", "KOR", track="berth:KOR"), "The Republic of Korea gave (product default)"),
        (act("give", "KOR", track="berth:KOR", late=True), "The Republic of Korea gave, late (product default)"),
        (act("record_receipt", track="berth:KOR"), "Japan recorded receipt, the Republic of Korea (product default)"),
        (act("no_answer", "clock", track="berth:KOR"), "With time: no answer, the Republic of Korea (product default)"),
        (act("suspend", kind="hand"), "Japan agreed to suspend the case (product default)"),
        (act("suspend", kind="hand_withdrawn"), "Japan took back its agreement to suspend the case (product default)"),
        (act("settle", corrects=(3, 4)), "Japan settled; act 3 and 4 lost effect (product default)"),
        (act("settle", basis=(("OST", "IX s3", "LAW_T"),)), "Japan settled (OST IX s3)"),
        (act("settle", "FRA", on_behalf_of="JPN"), "France for Japan settled (product default)"),
        (act("settle", "PER"), "PER settled (product default)"),
        (
            act("answer:KOR", "clock", kind=LAPSE, track="berth:KOR"),
            "“Answer” (the Republic of Korea) ran out (product default)",
        ),
    ],
)
def test_an_act_is_said_in_one_sentence_with_its_provision(done: Act, sentence: str) -> None:
    """Log and timeline use it; names come from outside."""
    assert sentence == describe.sentence(BERTH, done, NAMES)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Serve notice", "served notice"),
        ("Submit claim", "submitted claim"),
        ("Notify", "notified"),
        ("Delay", "delayed"),
        ("Withdraw", "withdrew"),
        ("Make a statement", "made a statement"),
        ("Refer to talks", "referred to talks"),
    ],
)
def test_an_imperative_becomes_what_was_done(title: str, said: str) -> None:
    """Regular verbs by rule, others by table."""
    assert said == past(title)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Period(working_days=5), "5 working days"),
        (
            ByCase("urgency", (("normal", Period(days=30)),), "normal"),
            "by urgency (normal: 30 days; without it normal)",
        ),
        (ByParty((("CHN", Period(days=20)),), DAY), "by party (CHN: 20 days, others: 1 day)"),
        (FromField("wait", DAY), "as “wait” says, else 1 day"),
    ],
)
def test_lengths_are_said_in_words(value: object, words: str) -> None:
    """Every way in which a length is given."""
    assert words == length_words(value)  # type: ignore[arg-type]  # every kind of length in turn


def test_starts_are_said_in_words() -> None:
    """Every way in which a period starts."""
    every = Earliest((Dispatch(), Receipt(), FromFiling("day"), FromFact("start"), EndOf("reply")))
    words = "dispatch, proven receipt, “day” in the filing, “start” of the case, the end of reply"
    assert f"the earliest of {words}" == start_words(every)


def test_targets_are_said_in_words() -> None:
    """A computed outcome names its conditions; the last branch has none."""
    computed = outcome((Flagged("late"), "a"), (None, "b"))
    assert ["open", "stays", "back to where it came from", "a if “Late” is on record, else b"] == [
        target_words(t) for t in ("open", STAY, BACK, computed)
    ]


def test_a_citation_carries_binding_and_grade_and_a_default_is_called_one() -> None:
    """What is no law is never shown as law."""
    assert "OST IX s3 [LAW_T, M]; product default, no provision" == cited((OST("IX", 3, grade=Grade.M), PRODUCT))
    assert Binding.DEFAULT is PRODUCT.binding


def test_articles_fit_their_noun() -> None:
    """A page is read by lawyers."""
    assert ("an entrant", "a berth") == (one("entrant"), one("berth"))
