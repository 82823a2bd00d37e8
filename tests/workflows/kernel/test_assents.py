"""Assent clause by clause, and the difference between versions: tables, and properties over texts at random."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel import comparing
from workflows.kernel.assents import ClauseStanding, Opinion, Version, standing, worded_since
from workflows.kernel.comparing import (
    applied,
    applied_to_clauses,
    compare,
    compare_clauses,
)
from workflows.kernel.joint_text import Clause

ON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def version(n: int, **clauses: str) -> Version:
    """Write a version: each clause with its words."""
    return Version(n, "JPN", ON, tuple(Clause(key, "", words) for key, words in clauses.items()))


def said(n: int, by: str, of: int, *clauses: str, assents: bool = True) -> Opinion:
    """Write what a party said on clauses of a version."""
    return Opinion(n, by, ON, of, clauses, assents)


def who(found: tuple[ClauseStanding, ...]) -> dict[str, str]:
    """Say in short who assents (+) and who withholds (-) in each clause."""
    return {
        one.clause.key: " ".join(sorted(f"{'+' if o.assents else '-'}{o.by}" for o in one.said.values()))
        for one in found
    }


def test_a_changed_clause_loses_its_assent_and_the_others_keep_theirs() -> None:
    """Japan assented to both; a later version words the second otherwise."""
    versions = [version(3, a="Hours.", b="Costs."), version(6, a="Hours.", b="Costs shared.")]
    opinions = [said(4, "JPN", 3, "a", "b"), said(5, "KOR", 3, "a", assents=False), said(7, "KOR", 6, "b")]

    found = standing(versions, opinions)

    assert {"a": "+JPN -KOR", "b": "+KOR"} == who(found)
    assert [3, 6] == [one.since for one in found]
    assert ("KOR",) == found[0].lacks(["JPN", "KOR"])
    assert (["KOR"], ["JPN"]) == ([o.by for o in found[0].withheld], [o.by for o in found[0].assents])


def test_words_that_return_do_not_bring_an_old_assent_back() -> None:
    """Whoever assented before the change has not seen what it goes with now."""
    versions = [version(3, a="One."), version(5, a="Two."), version(7, a="One.")]
    assert {"a": ""} == who(standing(versions, [said(4, "JPN", 3, "a"), said(6, "KOR", 5, "a")]))


def test_a_clause_that_was_left_out_and_came_back_begins_anew() -> None:
    """Its wording is counted from its return."""
    versions = [version(3, a="One.", b="B."), version(5, b="B."), version(7, a="One.", b="B.")]
    assert [7, 3] == [worded_since(versions, clause) for clause in versions[-1].clauses]
    assert {"a": "", "b": "+JPN"} == who(standing(versions, [said(4, "JPN", 3, "a", "b")]))


def test_a_heading_is_wording_and_a_place_is_not() -> None:
    """Moved clauses keep their assent; one with another heading does not."""
    old = Version(3, "JPN", ON, (Clause("a", "Scope", "A."), Clause("b", "Costs", "B.")))
    new = Version(5, "KOR", ON, (Clause("b", "Costs and fees", "B."), Clause("a", "Scope", "A.")))
    assert {"a": "+JPN", "b": ""} == who(standing([old, new], [said(4, "JPN", 3, "a", "b")]))


def test_the_last_word_of_a_party_on_one_wording_counts() -> None:
    """Withheld after assent, and the other way."""
    opinions = [said(4, "JPN", 3, "a"), said(5, "JPN", 3, "a", assents=False), said(6, "KOR", 3, "a", assents=False),
                said(7, "KOR", 3, "a")]  # fmt: skip
    assert {"a": "+KOR -JPN"} == who(standing([version(3, a="One.")], opinions))


def test_nothing_lies_on_an_empty_table() -> None:
    """No version, no clause."""
    assert () == standing([], [])


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("Same.", "Same.", [("same", "Same.")]),
        ("", "New.", [("ins", "New.")]),
        ("Old.", "", [("del", "Old.")]),
        ("Thirty hours.", "Forty hours.", [("del", "Thirty"), ("ins", "Forty"), ("same", " hours.")]),
        (
            "Pay within ten days.",
            "Pay at once on receipt.",
            [("same", "Pay "), ("del", "within ten days"), ("ins", "at once on receipt"), ("same", ".")],
        ),
        ("a\n\nb", "a\n\nc", [("same", "a\n\n"), ("del", "b"), ("ins", "c")]),
    ],
)
def test_words_are_compared_as_a_reader_would_mark_them(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    """Whole words, and a row of changed words as one."""
    assert pieces == [(piece.kind, piece.text) for piece in compare(old, new)]


def test_clauses_are_added_removed_moved_and_changed() -> None:
    """In the order of the second version; what went stands where it stood."""
    old = [Clause(key, "", f"Text {key}.") for key in ("1", "2", "3", "4")]
    new = [
        Clause("4", "", "Text 4."),
        Clause("1", "", "Text one."),
        Clause("3", "", "Text 3."),
        Clause("5", "", "New."),
    ]
    found = [(one.key, one.kind, one.moved) for one in compare_clauses(old, new)]
    assert [
        ("4", "unchanged", True), ("1", "changed", False), ("2", "removed", False), ("3", "unchanged", False),
        ("5", "added", False),
    ] == found  # fmt: skip


def test_a_difference_is_not_applied_to_another_text() -> None:
    """It says so."""
    with pytest.raises(ValueError, match="another text"):
        applied(compare("a", "b"), "c")
    changes = compare_clauses([Clause("1", "", "A")], [])
    with pytest.raises(ValueError, match="another text"):
        applied_to_clauses(changes, [Clause("1", "", "A"), Clause("2", "", "B")])


WORDS = st.lists(
    st.sampled_from(["the ", "costs ", "shall", " ", "\n", ", ", "forty", "40", "ø", "٣", "_", "."]), max_size=12
)
TEXTS = WORDS.map("".join)
CLAUSES = st.lists(
    st.builds(Clause, st.sampled_from("abcdef"), st.sampled_from(["", "Scope", "Costs and fees"]), TEXTS),
    max_size=6,
    unique_by=lambda one: one.key,
)


@given(TEXTS, TEXTS)
def test_a_difference_applied_to_the_first_text_gives_the_second(old: str, new: str) -> None:
    """And it holds no empty piece, and no two of a kind in a row."""
    pieces = compare(old, new)
    assert new == applied(pieces, old)
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@given(TEXTS, TEXTS, st.integers(0, 40))
def test_texts_too_long_to_compare_word_by_word_are_compared_in_larger_parts(old: str, new: str, most: int) -> None:
    """Nothing is lost by it."""
    kept, comparing.MOST_PAIRS = comparing.MOST_PAIRS, most
    try:
        assert new == applied(compare(old, new), old)
    finally:
        comparing.MOST_PAIRS = kept


@given(CLAUSES, CLAUSES)
def test_the_difference_of_two_versions_applied_to_the_first_gives_the_second(
    old: list[Clause], new: list[Clause]
) -> None:
    """Clauses that both have and that did not move stand in one order in both."""
    changes = compare_clauses(old, new)
    assert tuple(new) == applied_to_clauses(changes, old)
    stayed = [one.key for one in changes if not one.moved and one.kind not in ("added", "removed")]
    assert [c.key for c in old if c.key in stayed] == stayed
    wordings = {c.key: c.wording for c in old}
    assert all((one.kind == "unchanged") == (wordings.get(one.key) == c.wording) for one in changes
               for c in new if c.key == one.key)  # fmt: skip


@given(st.lists(CLAUSES.filter(bool), min_size=1, max_size=5), st.data())
def test_assent_holds_exactly_while_the_wording_is_the_same(texts: list[list[Clause]], data: st.DataObject) -> None:
    """Of every version since the one that was assented to."""
    versions = [Version(10 * i, "JPN", ON, tuple(clauses)) for i, clauses in enumerate(texts, 1)]
    at = data.draw(st.integers(0, len(versions) - 1))
    keys = [c.key for c in texts[at]]
    opinion = Opinion(10 * (at + 1) + 1, "KOR", ON, versions[at].n, tuple(keys), assents=True)

    for one in standing(versions, [opinion]):
        same = all(v.clause(one.clause.key) is not None
                   and v.clause(one.clause.key).wording == one.clause.wording for v in versions[at:])  # type: ignore[union-attr] # asked on the line above  # fmt: skip
        assert (one.assents == (opinion,)) == same


def test_a_word_changed_in_a_long_text_is_marked_alone() -> None:
    """What two texts share at both ends is not looked at twice."""
    old = "the sum " * 2400
    pieces = compare(old + "of ten " + old, old + "of twelve " + old)
    assert [("del", "ten"), ("ins", "twelve")] == [(one.kind, one.text) for one in pieces if one.kind != "same"]


def test_two_long_texts_with_nothing_in_common_are_shown_one_after_the_other() -> None:
    """Nobody waits for a comparison that no reader could follow."""
    old, new = "the sum " * 2500, "a price " * 2200
    assert [("del", old), ("ins", new)] == [(one.kind, one.text) for one in compare(old, new)]
