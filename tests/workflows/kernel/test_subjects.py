"""Legal subjects: a closed list, kept between bars, those of the procedure where a case says nothing of itself."""

import pytest

from workflows import catalogue
from workflows.kernel.subjects import SUBJECTS, subjects_of, written


def test_subjects_are_written_in_the_order_of_the_list_each_between_bars() -> None:
    """So that one is never part of another."""
    assert "|liability|debris|" == written(["debris", "liability"])
    assert "|" == written([])


def test_a_subject_that_the_list_does_not_have_is_refused() -> None:
    """The list is closed."""
    with pytest.raises(ValueError, match="there is no legal subject “weather”"):
        written(["debris", "weather"])


def test_a_case_that_says_nothing_has_the_subjects_of_its_procedure_and_one_that_says_none_has_none() -> None:
    """What it says replaces what is usual."""
    usual = ("safety", "crew")
    assert usual == subjects_of({}, usual)
    assert ("debris",) == subjects_of({"subjects": "|debris|"}, usual)
    assert () == subjects_of({"subjects": "|"}, usual)


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_what_is_usual_in_a_procedure_is_on_the_list(key: str) -> None:
    """Each once."""
    subjects = catalogue()[key].subjects
    assert set(subjects) <= set(SUBJECTS)
    assert len(subjects) == len(set(subjects))
