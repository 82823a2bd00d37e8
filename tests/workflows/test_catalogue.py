"""The catalogue makes a procedure once for the same terms, and another one for others."""

import pytest

from workflows import catalogue
from workflows.kernel.terms import AGREEMENT


def test_the_same_terms_give_the_same_procedure() -> None:
    """Making a procedure checks all of it; whoever asks again gets what was made."""
    form = catalogue()["ost9"]

    assert form.build(form.terms()) is form.build(form.terms())
    assert form.with_defaults() is form.build(form.terms())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_what_is_given_is_what_the_author_wrote(key: str) -> None:
    """The value kept has the text of one that is made anew."""
    form = catalogue()[key]
    anew = form.build.__wrapped__(form.terms())  # type: ignore[attr-defined]  # set by functools.wraps

    assert anew is not form.with_defaults()
    assert anew.text == form.with_defaults().text


def test_another_value_or_another_source_gives_another_procedure() -> None:
    """A period that is written by an agreement is not the product's, even where it is as long."""
    form = catalogue()["ost9"]
    key = next(key for key, value in form.terms().plain().items() if isinstance(value, str) and value.startswith("P"))
    same = form.terms().layered(AGREEMENT, {key: form.terms().plain()[key]}, "XYZ 1")
    longer = form.terms().layered(AGREEMENT, {key: "P400D"}, "XYZ 1")

    made = [form.build(terms) for terms in (form.terms(), same, longer)]
    assert 3 == len({id(one) for one in made})
    assert made[0].text != made[2].text
