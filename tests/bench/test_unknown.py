"""What time tells of what is hidden: unknown against forbidden, side by side in one run, printed and never failing.

That both ask the database the same questions and send the same bytes is a test (tests/house/test_doors.py); this shows
the clock's side of it. For each place the ratio of medians, and how often a forbidden answer took longer than
an unknown one (Mann and Whitney's U as a share: half is no difference).
"""

import random
import statistics
from collections.abc import Callable
from pathlib import Path

from consult import clock
from tests.bench.conftest import seconds
from tests.consult.web.world import AT, PASSWORD
from tests.house.doors_world import ACCOUNTS, build_doors
from tests.house.tokens_world import ask

ROUNDS, UNKNOWN = 60, "DIS-2026-NOSUCH"


def share(over: list[float], under: list[float]) -> float:
    """Give how often a value of the first is the larger one, ties as half."""
    pairs = [(one > two) + 0.5 * (one == two) for one in over for two in under]
    return sum(pairs) / len(pairs)


def compare(name: str, hidden: Callable[[], object], nothing: Callable[[], object]) -> None:
    """Time both in random order within each round, and print."""
    order, times = random.Random(7), {"hidden": [], "nothing": []}
    hidden(), nothing()
    for _round in range(ROUNDS):
        ways = [("hidden", hidden), ("nothing", nothing)]
        order.shuffle(ways)
        for which, work in ways:
            times[which].append(seconds(work))
    medians = {which: statistics.median(found) for which, found in times.items()}
    spread = [statistics.quantiles(found, n=4) for found in times.values()]
    said = [f"{found[1] * 1000:.2f} ms ({found[0] * 1000:.2f} to {found[2] * 1000:.2f})" for found in spread]
    print(
        f"\n{name}: forbidden {said[0]}, unknown {said[1]}; "
        f"ratio {medians['hidden'] / medians['nothing']:.3f}, share {share(times['hidden'], times['nothing']):.3f}"
    )


def test_unknown_and_forbidden_take_the_same_time(tmp_path: Path) -> None:
    """Page, API, search, document and sign-in."""
    with clock.frozen(AT):
        doors = build_doors(tmp_path)
        client, email = doors.world.signed_in(ACCOUNTS["outsider"]).client, ACCOUNTS["outsider"]
        ref, (of, digest) = doors.ref, doors.told.files["evidence"]
        word = (
            next(one for one in sorted(doors.told.written) if "settlement-C2-JPN.KOR" in one).rstrip("AB").rstrip("-")
        )
        tried = {
            "page": (f"/cases/{ref}", f"/cases/{UNKNOWN}"),
            "document": (f"/cases/{of}/documents/{digest}", f"/cases/{UNKNOWN}/documents/{digest}"),
            "paper": (f"/cases/{ref}/acts/1/paper.html", f"/cases/{UNKNOWN}/acts/1/paper.html"),
            "search": (f"/search?q={word}", "/search?q=MARK-settlement-C2-XXX.YYY"),
            "list": (f"/cases?words={ref}", f"/cases?words={UNKNOWN}"),
        }
        for name, (hidden, nothing) in tried.items():
            assert client.get(hidden).status_code == client.get(nothing).status_code, name
            compare(name, lambda at=hidden: client.get(at), lambda at=nothing: client.get(at))  # type: ignore[misc]  # an address of this round
        machine = [lambda at=at: ask(doors.world, email, "GET", f"/api/v1/cases/{at}") for at in (ref, UNKNOWN)]  # type: ignore[misc]  # the same
        assert machine[0]().status_code == machine[1]().status_code == 404
        compare("API", *machine)
        _sign_in(doors.world)
        doors.world.engine.dispose()


def _sign_in(world: object) -> None:
    """An account that is there with a wrong password, against one that there is not; each name once, so that no brake
    is felt."""
    accounts = [one for one in ACCOUNTS.values() if one]
    known = iter(accounts * ROUNDS)
    unknown = iter(f"nobody-{n}@jpn.example" for n in range(len(accounts) * ROUNDS))

    def enter(email: str) -> object:
        return world.visitor().post("/sign-in", form_at="/sign-in", email=email, password=f"{PASSWORD}, not")  # type: ignore[attr-defined]  # a world

    compare("sign-in", lambda: enter(next(known)), lambda: enter(next(unknown)))
