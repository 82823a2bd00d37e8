"""A text drafted together: what may be tabled, to what one may assent, and what a signature needs."""

from typing import Any

import pytest

from tests.workflows.article_ix import FRANCE, JAPAN, KOREA, NOTICE, consulting, join, served
from tests.workflows.kernel.play import Play, hand, utc
from workflows.dispute.terms import SettlementTerms
from workflows.kernel.checks_of_texts import AnyGiven, Distinct, GoesOnFromTable, OfTextOnTable, OnTable, on_table
from workflows.kernel.joint_text import Assent, TabledText, clauses_of
from workflows.kernel.view import Facts, View
from workflows.settlement import settlement

RULES = settlement(SettlementTerms(agreement="gen"))
TRACK = "addressee:KOR"


def clause(key: str, words: str = "", heading: str = "") -> dict[str, str]:
    """Write a clause."""
    return {"key": key, "text": words or f"Words of {key}."} | ({"heading": heading} if heading else {})


def named(*keys: str) -> list[dict[str, str]]:
    """Name clauses."""
    return [{"key": key} for key in keys]


def disputing() -> Play:
    """Play until Korea has acknowledged Japan's notice of dispute on 2 March 2026."""
    play = Play(RULES, "2026-03-01", {"claimant": [JAPAN]}, Facts())
    play.take("serve_notice_of_dispute", JAPAN, "2026-03-01", filing={"respondents": [KOREA]})
    play.take("acknowledge", KOREA, "2026-03-02", track=KOREA)
    return play


def tabled(*versions: list[dict[str, str]]) -> tuple[Play, list[int]]:
    """Play until Japan has tabled versions, one a day from 10 March 2026; give their acts."""
    play = disputing()
    days = range(10, 10 + len(versions))
    acts = [
        play.take("table_text", JAPAN, f"2026-03-{day}", filing={"clauses": one})
        for day, one in zip(days, versions, strict=True)
    ]
    return play, [act.n for act in acts]


def test_the_case_keeps_which_clauses_lie_on_the_table_and_none_of_their_words() -> None:
    """Act, date in law, short names; and the acts of the versions before."""
    play, (first, second) = tabled([clause("1"), clause("2")], [clause("1", "Other words."), clause("3")])

    assert OnTable(second, utc("2026-03-11").date(), ("1", "3"), (first,)) == on_table(play.case)
    assert "Other words" not in str([act.to_json() for act in play.acts])
    assert play.replayed().facts == play.case.facts


def test_nobody_assents_before_a_text_lies_on_the_table() -> None:
    """The step is closed with the reason, and is open to both sides afterwards."""
    play = disputing()
    refused = play.refused("assent_to_clauses", KOREA, "2026-03-05")
    assert ("closed", "No text lies on the table yet.") == (refused.kind, str(refused))
    assert {"assent_to_clauses", "withhold_assent"}.isdisjoint(play.offered(KOREA, "2026-03-05"))

    play.take("table_text", JAPAN, "2026-03-10", filing={"clauses": [clause("1")]})
    for party in (JAPAN, KOREA):
        assert {"assent_to_clauses", "withhold_assent", "table_text"} <= play.offered(party, "2026-03-10")


def test_assent_to_an_older_version_is_refused_as_closed_with_the_date_of_the_newer() -> None:
    """The reader is sent to the newer one; nothing is recorded."""
    play, (first, second) = tabled([clause("1")], [clause("1"), clause("2")])
    for step in ("assent_to_clauses", "withhold_assent"):
        refused = play.refused(step, KOREA, "2026-03-12", filing={"version": first, "clauses": named("1")})
        assert f"A newer version was tabled on 11 March 2026 with act {second}. Read that one." == str(refused)
        assert ("closed", "version") == (refused.kind, refused.refusals[0].field)

    act = play.take("assent_to_clauses", KOREA, "2026-03-12", filing={"version": second, "clauses": named("1", "2")})
    assert ("step", "C2") == (act.kind, act.level)


@pytest.mark.parametrize(
    ("filing", "sentence", "field"),
    [
        ({"version": 1, "clauses": named("1")}, "Act 1 tabled no version of this text.", "version"),
        ({"version": 99, "clauses": named("1")}, "Act 99 tabled no version of this text.", "version"),
        ({"version": 4, "clauses": named("1", "9")}, "The version of act 4 has no clause “9”.", "clauses/1/key"),
        ({"version": 4, "clauses": named("1", "2", " 1 ")}, "“1” stands there twice.", "clauses/2/key"),
        ({"version": 4, "clauses": []}, "Clauses to which you assent: This must be answered.", "clauses"),
        ({"clauses": named("1")}, "Number of the act that tabled the version: This must be answered.", "version"),
    ],
)
def test_assent_names_the_version_on_the_table_and_clauses_of_it_each_once(
    filing: dict[str, Any], sentence: str, field: str
) -> None:
    """Each refusal names its question."""
    play, (version,) = tabled([clause("1"), clause("2")])
    assert 4 == version

    refused = play.refused("assent_to_clauses", KOREA, "2026-03-12", filing=filing, exact=True)

    assert str(refused).startswith(sentence)
    assert ("content", [field]) == (refused.kind, [one.field for one in refused.refusals])


@pytest.mark.parametrize(
    ("clauses", "sentence", "field"),
    [
        ([], "Clauses: This must be answered.", "clauses"),
        ([clause("1"), clause("1", "Other.")], "“1” stands there twice.", "clauses/1/key"),
        ([{"text": "Words."}], "Short name of the clause: This must be answered.", "clauses/0/key"),
        ([{"key": "1"}], "Text of the clause: This must be answered.", "clauses/0/text"),
        ([clause("k" * 61)], "Short name of the clause: At most 60 characters; this has 61.", "clauses/0/key"),
    ],
)
def test_a_version_has_clauses_each_with_a_name_of_its_own_and_words(clauses: Any, sentence: str, field: str) -> None:
    """What is wrong is named by its place."""
    refused = disputing().refused("table_text", JAPAN, "2026-03-10", filing={"clauses": clauses}, exact=True)
    assert str(refused).endswith(sentence.partition(": ")[2] or sentence)
    assert ("content", field) == (refused.kind, refused.refusals[0].field)


@pytest.mark.parametrize(
    ("follows", "kind", "sentence"),
    [
        (None, "content", "Name the version on the table from which this one goes on: act 5."),
        (4, "closed", "A newer version was tabled on 11 March 2026 with act 5. Read that one."),
        (2, "content", "Act 2 tabled no version of this text. The version on the table is act 5."),
        (6, "content", "Act 6 tabled no version of this text. The version on the table is act 5."),
    ],
)
def test_nobody_tables_a_version_over_one_that_he_has_not_read(follows: int | None, kind: str, sentence: str) -> None:
    """A new version names the one on the table."""
    play, acts = tabled([clause("1")], [clause("1", "Other.")])
    assert [4, 5] == acts
    body = {"clauses": [clause("1")]} | ({"follows": follows} if follows else {})

    refused = play.refused("table_text", KOREA, "2026-03-12", filing=body, exact=True)

    assert (kind, sentence, "follows") == (refused.kind, str(refused), refused.refusals[0].field)
    act = play.take("table_text", KOREA, "2026-03-12", filing={"clauses": [clause("1")], "follows": 5}, exact=True)
    table = on_table(play.case)
    assert ((4, 5), act.n) == (table.earlier, table.version)


def test_the_first_version_goes_on_from_none() -> None:
    """There is nothing that it could have read."""
    body = {"clauses": [clause("1")], "follows": 2}
    refused = disputing().refused("table_text", JAPAN, "2026-03-10", filing=body, exact=True)
    assert ("content", "No text lies on the table yet: the first version goes on from none.") == (
        refused.kind, str(refused),
    )  # fmt: skip


def test_both_hands_lie_on_the_same_clauses_and_other_clauses_void_the_first_hand() -> None:
    """Assent is no condition: nobody assented, and the text is signed all the same."""
    text = {"clauses": [clause("1"), clause("2")]}
    play, _versions = tabled(text["clauses"])
    play.take("settle", JAPAN, "2026-03-20", filing=text, exact=True)
    other = {"clauses": [clause("1"), clause("2", "Other words.")]}
    play.take("settle", KOREA, "2026-03-21", filing=other, exact=True)
    assert ["KOR"] == [party for party, _, _ in play.case.pending["settle"].laid]

    play.take("settle", JAPAN, "2026-03-22", filing=other, exact=True)
    assert "closed_settled" == play.state()


@pytest.mark.parametrize("body", [{}, {"publication": True}, {"terms": " ", "clauses": []}])
def test_a_settlement_has_clauses_or_terms(body: dict[str, Any]) -> None:
    """An empty paper settles nothing."""
    refused = disputing().refused("settle", JAPAN, "2026-03-20", filing=body, exact=True)
    assert "Give “Terms, where they are not written as clauses” or “Clauses”." == str(refused)
    assert ("content", "terms") == (refused.kind, refused.refusals[0].field)


def test_a_minute_is_drafted_on_its_own_track_and_read_by_its_two_sides() -> None:
    """A draft is bilateral; another addressee has neither the text nor the step."""
    play = consulting(KOREA, FRANCE)
    act = play.take("table_text", KOREA, "2027-01-25", track=KOREA, filing={"clauses": [clause("1")]})

    assert (act.n, "C3", (JAPAN,)) == (on_table(play.case, play.case.tracks[TRACK]).version, act.level, act.told)
    assert OnTable() == on_table(play.case)
    assert {"assent_to_clauses@addressee:KOR"} == {
        one for party in (JAPAN, FRANCE) for one in play.offered(party, "2027-01-25") if one.startswith("assent")
    }
    assert "assent_to_clauses@addressee:KOR" not in play.offered(FRANCE, "2027-01-25")
    filing = {"version": act.n, "clauses": named("1")}
    play.take("assent_to_clauses", JAPAN, "2027-01-26", track=KOREA, filing=filing)
    join(play, "record_agreed", "2027-01-27", KOREA, {"clauses": [clause("1")], "outcomes": ["minute"]})
    assert "agreed" == play.state(TRACK)


def test_no_text_is_tabled_before_talks_for_it_would_be_an_answer() -> None:
    """Served, and nothing more."""
    refused = served(KOREA).refused("table_text", KOREA, "2027-01-12", track=KOREA, filing={"clauses": [clause("1")]})
    assert "closed" == refused.kind


# check, a body that fails, its words
MENDED: list[tuple[Any, dict[str, Any], str]] = [
    (Distinct("clauses"), {"clauses": [clause("1"), clause("2"), clause("1", "B")]}, "“Clauses”: each named once"),
    (AnyGiven("note", ("clauses",)), {}, "“Note on what is new” or “Clauses”"),
    (GoesOnFromTable("version"), {}, "“Version” is the version on the table, where there is one"),
    (
        OfTextOnTable("version", "clauses"),
        {"version": 1, "clauses": named("9")},
        "“Version” is the version on the table, and “Clauses” are clauses of it",
    ),
]


@pytest.mark.parametrize(("check", "bad", "words"), MENDED, ids=lambda one: type(one).__name__)
def test_a_check_of_a_text_mends_a_body_and_leaves_a_good_one(check: Any, bad: dict[str, Any], words: str) -> None:
    """The least change."""
    play, _versions = tabled([clause("1"), clause("2")])
    step = next(row for row in RULES.steps if row.key == "table_text")

    def look(body: Any) -> View:
        return View(RULES, play.case, hand(KOREA), utc("2026-03-12"), Facts(), step=step, filing=body)

    assert check.check(look(bad)) is not None
    good = check.mend(bad, look(bad))
    assert check.check(look(good)) is None
    assert words == check.words(TabledText.spec)
    assert set(check.fields()) >= {check.field}
    if not isinstance(check, OfTextOnTable):
        assert good == check.mend(good, look(good))


def test_clauses_are_read_as_they_were_filed() -> None:
    """Names without blanks around them; what is no list of clauses gives none."""
    read = clauses_of({"clauses": [clause(" 1 ", "Words.", "Scope")]})
    assert [("1", ("Scope", "Words."))] == [(one.key, one.wording) for one in read]
    assert () == clauses_of({}) == clauses_of({"clauses": "words"})
    assert "assent" == Assent.spec.key
    assert {"table_text", "assent_to_clauses", "withhold_assent"} <= set(NOTICE.rows)
