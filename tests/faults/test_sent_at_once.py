"""Real servers over HTTP: fifty clients take one step at the same moment; four send the same request at once, and once
more after everything was started anew. One act, one answer, and a clear refusal for everybody else.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consult.db import reading
from consult.models.cases import ACT
from tests.consult.docket.racing import Track
from tests.faults.conftest import Seen
from tests.faults.figures import figure
from tests.faults.filing import Answer, Line, recorded, request_body, under
from tests.faults.programs import Installation, Program, installed

CLIENTS, ROUNDS = 50, figure(3, 20)
FEW = {2: figure(20, 1000), 8: figure(20, 300, 1000)}
"""How many rounds, by how many send at once."""
TWINS, REQUESTS = 4, figure(20, 100)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Give an installation over either database, whose stories do not disturb each other."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    with installed(tmp_path_factory.mktemp("at-once") / "instance", url) as made:
        yield made


@pytest.fixture
def server(place: Installation) -> Iterator[Program]:
    """Give its web server."""
    made = place.serve()
    made.wait()
    yield made
    made.kill()


def asked(line: Line) -> str:
    """Open a case and serve its request; give its reference."""
    ref = str(line.ask("POST", "/cases", {"procedure": "berth", "title": "At once"}).value["ref"])
    assert 201 == line.ask("POST", f"/cases/{ref}/acts", {"step": "ask", "filing": request_body(), "seen": 0}).status
    return ref


def sending(line: Line, ref: str, body: Any, key: str = "") -> Callable[[], Answer]:
    """Give what sends a request about a case."""
    return lambda: line.ask("POST", f"/cases/{ref}/acts", body, key)


def acts(place: Installation, step: str) -> int:
    """Count the acts of a step on record."""
    engine = place.engine()
    with reading(engine) as connection:
        found = len(connection.execute(ACT.select().where(ACT.c.step == step)).all())
    engine.dispose()
    return found


def kind(place: Installation) -> str:
    """Name the database."""
    return "PostgreSQL" if place.url.startswith("postgresql") else "SQLite"


def race(place: Installation, server: Program, clients: int, rounds: int) -> Counter[str]:
    """Let so many clients of two States state something to one case at the same moment, from what all have seen; count
    what came of the rounds."""
    lines = [Line(server.port, place.tokens["JPN" if n % 2 else "FRA"]) for n in range(clients)]
    outcomes: Counter[str] = Counter()
    with Track(clients) as track:
        for number in range(rounds):
            if number % 100 == 0:
                ref, seen = asked(lines[1]), 1
            body = {"step": "make_statement", "filing": {"text": f"Round {number}"}, "seen": seen}
            answers = track.race([sending(line, ref, body) for line in lines])
            outcomes[str(told(answers))] += 1
            seen += 1
    for line in lines:
        line.close()
    return outcomes


def told(answers: list[Any]) -> Any:
    """Say what clients got: how often the receipt, how often where the case is now, and whatever else as it is."""
    strange = [one for one in answers if not isinstance(one, Answer) or one.status not in (201, 409)]
    states = {
        (one.value["state"], one.value["seen"]) for one in answers if isinstance(one, Answer) and one.status == 409
    }
    counted = Counter(one.status for one in answers if isinstance(one, Answer))
    named = len(states) == 1 and {state for state, _seen in states} == {"asked"}
    return strange or [named, counted[201], counted[409]]


def test_of_fifty_who_send_at_once_one_is_recorded_and_49_learn_where_the_case_is(
    place: Installation, server: Program, seen: Seen
) -> None:
    """The 49 are told the state of the case and the number of the act that came first."""
    before = acts(place, "make_statement")

    assert {str([True, 1, CLIENTS - 1]): ROUNDS} == race(place, server, CLIENTS, ROUNDS)
    assert before + ROUNDS == acts(place, "make_statement")
    seen(3, f"{kind(place)}, over HTTP: {ROUNDS} rounds of {CLIENTS}: one 201 and {CLIENTS - 1} times 409 each, no 5xx")


@pytest.mark.parametrize("clients", FEW)
def test_of_a_few_who_send_at_once_one_is_recorded(
    place: Installation, server: Program, seen: Seen, clients: int
) -> None:
    """As with fifty, for two and for eight, and a thousand rounds in full."""
    before = acts(place, "make_statement")

    rounds = FEW[clients]
    assert {str([True, 1, clients - 1]): rounds} == race(place, server, clients, rounds)
    assert before + rounds == acts(place, "make_statement")
    seen(3, f"{kind(place)}, over HTTP: {rounds} rounds of {clients}: exactly one 201, 409 for the others each time")


def test_the_same_request_four_times_at_once_and_after_a_restart_is_one_act_with_one_answer(
    place: Installation, server: Program, seen: Seen
) -> None:
    """The same key and words: one 201 and the same values for all; other words under the key 422; the key is the
    user's own, so that France gets another act under it."""
    lines = [Line(server.port, place.tokens["JPN"]) for _twin in range(TWINS)]
    ref, first, before = asked(lines[0]), [], acts(place, "make_statement")
    with Track(TWINS) as track:
        for number in range(REQUESTS):
            body = {"step": "make_statement", "filing": {"text": f"Once {number}"}, "seen": 1 + number}
            answers = track.race([sending(line, ref, body, f"twin-{number}") for line in lines])
            assert [200] * (TWINS - 1) + [201] == sorted(one.status for one in answers), answers
            assert 1 == len({(one.value["n"], one.value["href"]) for one in answers})
            first.append((body, answers[0].value["n"]))
    for one in lines:
        one.close()
    server.kill()
    again = place.serve()
    again.wait()
    line, other = Line(again.port, place.tokens["JPN"]), Line(again.port, place.tokens["FRA"])
    for number, (body, n) in enumerate(first):
        answer = line.ask("POST", f"/cases/{ref}/acts", body, f"twin-{number}")
        assert (200, n) == (answer.status, answer.value["n"]), answer
    changed = {**first[0][0], "filing": {"text": "Something else"}}
    assert 422 == line.ask("POST", f"/cases/{ref}/acts", changed, "twin-0").status
    assert before + REQUESTS == acts(place, "make_statement")
    theirs = {**first[0][0], "seen": 1 + REQUESTS}
    assert 201 == other.ask("POST", f"/cases/{ref}/acts", theirs, "twin-0").status
    for one in (line, other):
        one.close()
    again.kill()
    engine = place.engine()
    assert 2 == len(recorded(engine)[under("twin-0")])
    engine.dispose()
    seen(4, f"{kind(place)}: {REQUESTS} requests, {TWINS} times at once and again after a restart: one act, one answer")
