"""Who was chosen for something acts for it, its own rule counts, and answers of several parts are whole."""

from typing import Any

import pytest

from tests.workflows.kernel.play import Play, hand, utc
from tests.workflows.kernel.toys import Paper, play, step
from workflows import national
from workflows.kernel.guards_of_facts import ChosenIn
from workflows.kernel.language import (
    PRODUCT,
    Binding,
    ByParty,
    Citation,
    HasParts,
    IsParty,
    Period,
    Role,
    TimeLimit,
    choice,
    orbit_field,
)
from workflows.kernel.view import Facts, View

ANY = Role("asker", "Asker") | Role("asked", "Asked")
LAW = Citation("XYZ_LAW", "3", Binding.LAW_N)
WHOLE = HasParts("path", ("apogee_km", "perigee_km"), "apogee and perigee", PRODUCT, "around", ("earth",))


class Way(Paper):
    """Way."""

    around = choice("Around", {"earth": "Earth", "moon": "Moon"}, PRODUCT, need="optional")
    path = orbit_field("Path", PRODUCT, need="optional")


def chosen(**rest: Any) -> Play:
    """Play a case in which one may be chosen, and whoever is acts."""
    choose = step("choose", asks=Paper, by=ANY, keeps=("one",), checks=(IsParty("one"),), **rest)
    return play([choose, step("act", by=ANY, when=ChosenIn("one", "asker"))])


def test_until_somebody_is_chosen_it_is_for_a_role_and_then_for_the_chosen_one_alone() -> None:
    """The refusal says for whom it is."""
    found = chosen()
    assert "This is for JPN, and not for KOR." == str(found.refused("act", "KOR", "2026-01-01"))
    found.take("choose", "JPN", "2026-01-02", filing={"one": "KOR"})
    assert "This is for KOR, and not for JPN." == str(found.refused("act", "JPN", "2026-01-03"))
    assert "act" not in found.offered("JPN", "2026-01-03")
    assert "step" == found.take("act", "KOR", "2026-01-03").kind
    guard = ChosenIn("one", "asker")
    assert "the party is named under “One”, or is Asker while none is" == guard.words(found.procedure)


def test_whoever_is_chosen_is_a_party_to_the_case() -> None:
    """A stranger is refused by the question; a draft is mended with the acting party."""
    found = chosen()
    why = found.refused("choose", "JPN", "2026-01-01", filing={"one": "BRA"}, exact=True)
    assert ("BRA is no party to this case.", "one") == (str(why), why.refusals[0].field)
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing={"one": "BRA"})
    check = IsParty("one")
    assert ({"one": "JPN"}, {"one": ["JPN"]}) == (check.mend({"one": "BRA"}, view), check.mend({"one": ["BRA"]}, view))
    assert "“One” is a party to the case" == check.words(Paper.spec)


@pytest.mark.parametrize(
    ("one", "ends", "binding"), [("KOR", "2026-01-11", "LAW_N"), ("JPN", "2026-01-21", "DEFAULT")], ids=str
)
def test_a_period_is_that_of_the_party_which_the_paper_names_and_later_of_the_one_kept(
    one: str, ends: str, binding: str
) -> None:
    """Whoever takes the step; a later step that names nobody counts by what is kept."""
    length = ByParty((("KOR", Period(days=10)),), Period(days=20), (("KOR", LAW),), "one")
    limits = (TimeLimit("own", length, PRODUCT, zone="UTC"), TimeLimit("later", length, PRODUCT, zone="UTC"))
    rows = [step("choose", asks=Paper, keeps=("one",), starts=("own",)), step("go_on", starts=("later",))]
    found = play(rows, limits=limits)
    found.take("choose", "JPN", "2026-01-01", filing={"one": one})
    found.take("go_on", "JPN", "2026-01-01")
    assert (ends, ends) == (found.ends("own"), found.ends("later"))
    assert {binding} == {limit.binding for limit in found.case.limits.values()}
    assert found.case == found.replayed()


@pytest.mark.parametrize(
    ("body", "missing"),
    [({"around": "earth", "path": {"regime": "LEO", "apogee_km": "500"}}, "path/perigee_km"),
     ({"around": "earth", "path": {"regime": "LEO", "apogee_km": "500", "perigee_km": "490"}}, ""),
     ({"around": "moon", "path": {"regime": "LLO"}}, ""), ({"around": "earth"}, "")],
    ids=["one missing", "whole", "elsewhere", "not given"],
)  # fmt: skip
def test_an_answer_of_several_parts_is_whole_where_it_has_to_be(body: dict[str, Any], missing: str) -> None:
    """The refusal names the part; a draft is mended."""
    found = play([step("act", asks=Way, checks=(WHOLE,))])
    if not missing:
        assert "step" == found.take("act", "JPN", "2026-01-01", filing=body, exact=True).kind
        return
    why = found.refused("act", "JPN", "2026-01-01", filing=body, exact=True)
    assert ("“Path” must give apogee and perigee.", missing) == (str(why), why.refusals[0].field)
    view = View(found.procedure, found.case, hand("JPN"), utc("2026-01-01"), Facts(), filing=body)
    view.filing = WHOLE.mend(body, view)
    assert WHOLE.check(view) is None
    assert "“Path” with apogee and perigee where “Around” is “Earth”" == WHOLE.words(Way.spec)


def test_the_law_of_states_gives_lengths_with_provision_and_grade() -> None:
    """As recorded for China; everybody else has what the procedure says."""
    found = national.by_party("registration", "status_update", Period(days=90), field="registrant")
    assert ((("CHN", Period(days=60)),), Period(days=90), "registrant") == (found.lengths, found.default, found.field)
    cited = dict(found.under)["CHN"]
    assert ("CHN_REG2001 amendment", "LAW_N", "M") == (str(cited), str(cited.binding), str(cited.grade))
    assert () == national.by_party("registration", "nothing", Period(days=90)).lengths
