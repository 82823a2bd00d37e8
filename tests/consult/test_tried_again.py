"""What is tried again, and what is said where no try came to an end."""

import pytest
from sqlalchemy.exc import OperationalError

from consult import again
from consult.db import Busy, Lost, Undone, Unsure

GONE = OperationalError("SELECT", {}, Exception("gone"))


def trying(*faults: Exception, keyed: bool) -> str:
    """Do something that meets one fault after the other, and then answers."""
    left = [*faults]

    @again.again(keyed=lambda: keyed)
    def work() -> str:
        if left:
            raise left.pop(0)
        return "kept"

    return work()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing between two tries."""
    monkeypatch.setattr(again, "PAUSE", 0.0)


def test_what_is_undone_is_tried_three_times_and_no_more_by_whoever_stands_around_it() -> None:
    """Twice undone and then kept; three times undone is told, and marked."""
    assert "kept" == trying(Undone(), Lost(), keyed=False)
    with pytest.raises(Undone) as met:
        trying(Undone(), Undone(), Undone(), keyed=False)
    assert met.value.in_vain


def test_whoever_was_busy_is_not_tried_again() -> None:
    """He has waited as long as anybody may."""
    with pytest.raises(Busy):
        trying(Busy(), keyed=True)


def test_what_may_have_been_committed_is_tried_again_with_a_key_alone() -> None:
    """The key finds the first answer, if there is one."""
    assert "kept" == trying(Unsure(), keyed=True)
    with pytest.raises(Unsure):
        trying(Unsure(), keyed=False)


@pytest.mark.parametrize("then", [(Lost(), Lost()), (Busy(),), (GONE,)], ids=["lost", "busy", "away"])
def test_once_nobody_knows_whether_it_was_committed_no_later_fault_says_that_nothing_was(
    then: tuple[Exception, ...],
) -> None:
    """The server restarts: the commit was sent, and no further try reaches it."""
    with pytest.raises(Unsure):
        trying(Unsure(), *then, keyed=True)
