"""The desk of a party with very many cases of its own against that of one with few, in the same world."""

from datetime import timedelta
from pathlib import Path

from consult import clock
from tests.bench.conftest import both_times, ratio
from tests.bench.test_desk import FEW, MANY, OWN, ROUNDS, copy, first_case
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT

BRAZIL, FRANCE = "all@bra.example", "all@fra.example"


def test_a_desk_of_a_hundred_thousand_cases_of_its_own_against_one_of_two_hundred(tmp_path: Path) -> None:
    """At most four times the time of the processor: both are drawn from what they show. Brazil is asked in all
    cases but those of France."""
    with clock.frozen(AT + timedelta(minutes=2)):
        world = build_cases(tmp_path)
        case = first_case(world)
        copy(world, case, OWN - 1, {})
        for _i in range(MANY // FEW):
            copy(world, case, FEW, {"JPN": "KOR", "FRA": "BRA"})
        many, few = world.signed_in(BRAZIL), world.signed_in(FRANCE)
        for visitor in (many, few):
            assert "Due from us" in visitor.get("/desk").text
        rounds = [[both_times(lambda: visitor.get("/desk"))[1] for visitor in (many, few)] for _i in range(ROUNDS)]  # noqa: B023 - called at once
        world.engine.dispose()

    over, under = zip(*rounds, strict=True)
    ratio(f"desk of a party with {MANY:,} cases ÷ of one with {OWN}", over, under, 4.0, 1.1, most=True)
