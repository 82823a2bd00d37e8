"""Terms: layers over defaults, who may change what, and what a value rests on."""

from dataclasses import dataclass
from typing import Any

import pytest

from workflows.kernel.language import ByCase, Citation, Period, by_case
from workflows.kernel.terms import AGREEMENT, INSTALLATION, PROPOSAL, Terms, TermsError, term
from workflows.kernel.words import PRODUCT, Binding


@dataclass(frozen=True)
class Loan(Terms):
    """Terms of a loan."""

    answer: Period = term(Period(days=30), "Answer")
    reply: ByCase = term(by_case("urgency", "normal", {"normal": Period(days=30), "urgent": Period(days=7)}), "Reply")
    consent: str = term("case_by_case", "Consent", options=("advance", "case_by_case"))
    members: int = term(3, "Members", binding=Binding.LAW_A)
    bodies: tuple[str, ...] = term(("PCA",), "Bodies")
    open_meeting: bool = term(False, "Open meeting", binding=Binding.SOFT)


def test_a_later_layer_lies_over_an_earlier_one_and_says_so() -> None:
    """Default, installation, agreement, proposal."""
    terms = Loan().layered(INSTALLATION, {"answer": "P20D"})
    terms = terms.layered(AGREEMENT, {"answer": "P15D", "members": 5}, "LOAN 7").layered(PROPOSAL, {"answer": "P10D"})

    assert (Period(days=10), 5) == (terms.answer, terms.members)
    assert ("proposal", "agreement", "procedure") == tuple(
        terms.source_of(key) for key in ("answer", "members", "reply")
    )


def test_a_table_by_case_is_changed_entry_by_entry_or_as_a_whole() -> None:
    """One entry keeps the others; a single period holds for all."""
    assert {"normal": "P30D", "urgent": "P3D"} == Loan().layered(INSTALLATION, {"reply": {"urgent": "P3D"}}).plain()[
        "reply"
    ]
    assert {"normal": "P9D", "urgent": "P9D"} == Loan().layered(INSTALLATION, {"reply": "P9D"}).plain()["reply"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (
            {"answr": "P1D"},
            "answr: these terms have no such key; they have answer, reply, consent, members, bodies, open_meeting",
        ),
        ({"given": ()}, "given: these terms have no such key"),
        ({"answer": "soon"}, "answer: 'soon' is not a period"),
        ({"answer": 30}, "answer: "),
        ({"reply": {"asap": "P1D"}}, "reply: there is no urgency “asap”; there are normal, urgent"),
        ({"reply": 3}, "reply: "),
        ({"consent": "always"}, "consent: choose from advance, case_by_case"),
        ({"consent": 3}, "consent: a str is expected, not 3"),
        ({"open_meeting": 1}, "open_meeting: a bool is expected, not 1"),
        ({"bodies": "PCA"}, "bodies: a tuple is expected"),
        ({"members": 5}, "members: this value is law between the parties and changes only by their agreement"),
    ],
)
def test_a_layer_that_does_not_fit_names_its_key_and_the_reason(values: dict[str, Any], reason: str) -> None:
    """An installation cannot change what binds the parties."""
    with pytest.raises(TermsError) as caught:
        Loan().layered(INSTALLATION, values)

    assert str(caught.value).startswith(reason)
    assert caught.value.key == next(iter(values))


def test_a_value_rests_on_the_clause_that_gave_it() -> None:
    """Else on what the procedure cites."""
    terms = Loan().layered(AGREEMENT, {"answer": "P15D"}, "LOAN 7(2)")

    assert Citation("LOAN", "7(2)", Binding.LAW_A) == terms.cite("answer")
    assert PRODUCT == terms.cite("reply") == Loan().layered(INSTALLATION, {"answer": "P1D"}).cite("answer")


def test_terms_are_plain_values_for_editions_and_pages() -> None:
    """Lists for tuples, keys for periods."""
    plain = Loan().layered(INSTALLATION, {"bodies": ["PCA", "ICJ"]}).plain()

    assert ("P30D", ["PCA", "ICJ"], False, 3) == (
        plain["answer"],
        plain["bodies"],
        plain["open_meeting"],
        plain["members"],
    )
