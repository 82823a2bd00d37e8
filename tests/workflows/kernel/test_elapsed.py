"""What had passed since the facts that a filing tells of: counted once, kept with the act, said in its sentence."""

import pytest

from tests.workflows.kernel.toys import Paper, play, step, toy
from workflows.kernel.describe import sentence
from workflows.kernel.editions import freeze, thaw
from workflows.kernel.language import OPTIONAL, PRODUCT, Elapsed, ProcedureError, instant_field, keyed, listing, text


class Told(Paper):
    """Told paper."""

    events = listing("Events", PRODUCT, keyed("what", text("What", PRODUCT)),
                     keyed("at", instant_field("At", PRODUCT, need=OPTIONAL)), need=OPTIONAL)  # fmt: skip


OF_EVENTS, OF_DAY = Elapsed("at", "after it", "events"), Elapsed("on_day", "after that day")


def event(at: str | None) -> dict[str, object]:
    """Write an event."""
    return {"what": "x"} | ({"at": {"at": f"{at}:00+00:00", "zone": "UTC"}} if at else {})


@pytest.mark.parametrize(
    ("rule", "filing", "said"),
    [
        (
            OF_EVENTS,
            {"events": [event("2026-01-01T12:00"), event("2025-07-01T12:00")]},
            ", 0 hours and 184 days after it",
        ),
        (OF_EVENTS, {"events": [event(None), event("2026-01-01T12:01")]}, ""),
        (OF_EVENTS, {"events": []}, ""),
        (OF_DAY, {"on_day": "2025-12-31"}, ", 1 day after that day"),
        (OF_DAY, {"on_day": "2026-01-02"}, ""),
        (OF_DAY, {}, ""),
    ],
    ids=["events", "to come", "none", "day", "day to come", "no day"],
)
def test_what_had_passed_is_told_in_hours_or_days_and_of_what_is_to_come_nothing(
    rule: Elapsed, filing: dict[str, object], said: str
) -> None:
    """Told at noon of 1 January 2026."""
    case = play([step("tell", asks=Told, elapsed=rule)])
    act = case.take("tell", "JPN", "2026-01-01T12:00", filing=filing, exact=True)
    assert f"Japan telled{said} (product default)".replace("telled", "told") == sentence(
        case.procedure, act, {"JPN": "Japan"}
    )
    assert case.case == case.replayed()


def test_a_rule_names_what_the_filing_asks_and_stands_in_the_edition() -> None:
    """A slip of the author is found when the procedure is made."""
    with pytest.raises(ProcedureError, match="names the field “gone”"):
        toy([step("tell", asks=Told, elapsed=Elapsed("at", "after it", "gone"))])
    made = toy([step("tell", asks=Told, elapsed=OF_EVENTS)])
    assert made == thaw(freeze(made))
