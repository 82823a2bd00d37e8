"""Whoever is named is in a list; and a sheet of what papers list names what is there."""

from typing import Any

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.language import PRODUCT, NamedAmong, Source, keyed, listing, text
from workflows.kernel.sheets_of_lists import ListSheet
from workflows.kernel.view import Facts, View

TREATY = Source("OST")
AMONG = NamedAmong("who", ("KOR", "FRA"), "{party} is no party to the text.", TREATY("IX"))


class Places(Paper):
    """Places."""

    places = listing("Places", PRODUCT, keyed("place", text("Place", PRODUCT)), need="optional")


def playing() -> Play:
    """Play a case in which a step asks for parties and for a list."""
    return play([step("act", asks=Places, checks=(AMONG,))], None)


def sheet(**changed: object) -> ListSheet:
    """Give a sheet of the places."""
    named: dict[str, Any] = {"filed": ("act",), "listed": "places", "empty": "Nothing.", **changed}
    return ListSheet(key="places", title="Places", says="Where it is.", **named)


def test_everybody_who_is_named_is_in_the_list() -> None:
    """The refusal stands at the question and names the stranger; the least change names the first of the list."""
    found = playing()
    why = found.refused("act", "JPN", "2026-01-01", filing={"who": ["KOR", "BRA"]})
    assert ("BRA is no party to the text.", "content", "who", "OST IX") == (
        str(why), why.kind, why.refusals[0].field, str(why.under[0]),
    )  # fmt: skip
    found.take("act", "JPN", "2026-01-01", filing={"who": ["KOR"]})
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing={})
    assert ({"who": ["KOR"]}, {"who": "KOR"}) == (AMONG.mend({"who": ["BRA"]}, view), AMONG.mend({}, view))
    assert "“Who” among KOR, FRA" == AMONG.words(Places.spec)
    assert found.procedure == thaw(freeze(found.procedure))


def test_a_sheet_of_a_list_names_a_step_that_asks_for_a_list() -> None:
    """An unknown step, an unknown question and one that asks no list are each told."""
    of = playing().procedure
    assert [] == list(sheet(beside=("who",)).findings(of))
    assert ["there is no step “nowhere”"] == list(sheet(filed=("nowhere",)).findings(of))
    assert ["“act” does not ask “stray”"] == list(sheet(beside=("stray",)).findings(of))
    assert ["“act” asks no list under “who”"] == list(sheet(listed="who").findings(of))
    assert ["Places", "Where it is.", "Nothing.", "No more."] == list(sheet(caveat="No more.").texts())
