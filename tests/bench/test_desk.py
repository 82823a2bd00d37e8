"""The desk of a party with two hundred cases of its own, among a thousand of others and among a hundred thousand; the
budget is printed and never fails a build.
"""

import statistics
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select

from consult import clock
from consult.db import reading, writing
from consult.docket import Docket, Filed
from consult.models.cases import ACT, ACT_LEAF, CASE_PARTY, CASE_TRACK, CASES, DEADLINE, SERVICE
from consult.models.listed import PARTY_LIMIT
from consult.models.parties import MANDATE, PERSON
from consult.standing import Standing, of_mandate
from tests.bench.conftest import ratio, seconds
from tests.consult.web.cases_world import BODY, build_cases
from tests.consult.web.world import AT, Visitor, World

OWN, FEW, MANY, ROUNDS = 200, 1_000, 100_000, 9
OF_CASE: tuple[Table, ...] = (CASE_PARTY, CASE_TRACK, DEADLINE, PARTY_LIMIT)


def standing(world: World, mail: str) -> Standing:
    """Give the standing of an office."""
    with reading(world.engine) as connection:
        of = select(MANDATE.c.id).join(PERSON, PERSON.c.id == MANDATE.c.person_id).where(PERSON.c.email == mail)
        found = of_mandate(connection, connection.execute(of).scalar_one(), AT)
    assert found is not None
    return found


def first_case(world: World) -> int:
    """Let Japan ask France, and France prove receipt, from which its ten days run; give the number of the case."""
    docket: Docket = world.app.extensions["consult"].docket
    japan, france = standing(world, "all@jpn.example"), standing(world, "all@fra.example")
    receipt = docket.open(japan, "berth", at=AT, title="Visit of a cargo vehicle")
    docket.take(japan, receipt.ref, Filed("ask", body={**BODY, "asked": ["FRA"]}), at=AT)
    docket.take(france, receipt.ref, Filed("record_receipt", track="berth:FRA"), at=AT + timedelta(minutes=1))
    return receipt.case_id


def copy(world: World, case_id: int, n: int, change: dict[str, str]) -> None:
    """Copy a case with everything that lists read of it, under other numbers and for other parties."""
    with writing(world.engine) as connection:
        of = {table: connection.execute(select(table).where(table.c.case_id == case_id)).all() for table in OF_CASE}
        acts = connection.execute(select(ACT).where(ACT.c.case_id == case_id)).all()
        services = connection.execute(select(SERVICE).where(SERVICE.c.case_id == case_id)).all()
        row = connection.execute(select(CASES).where(CASES.c.id == case_id)).one()
        last = {t: connection.execute(select(func.max(t.c.id))).scalar_one() for t in (CASES, ACT)}
        seq = connection.execute(select(func.max(ACT_LEAF.c.seq))).scalar_one() + 1
        rows: dict[Table, list[dict[str, Any]]] = {t: [] for t in (CASES, *OF_CASE, ACT, ACT_LEAF, SERVICE)}
        for i in range(1, n + 1):
            number = last[CASES] + i
            rows[CASES].append({**changed(row, change), "id": number, "ref": f"COPY-{number}"})
            for table, held in of.items():
                rows[table] += [{**changed(one, change, "id"), "case_id": number} for one in held]
            base = last[ACT] + (i - 1) * len(acts) + 1
            ids = {act.id: base + j for j, act in enumerate(acts)}
            rows[ACT] += [{**changed(act, change), "id": ids[act.id], "case_id": number} for act in acts]
            rows[ACT_LEAF] += [{"act_id": each, "seq": seq + each} for each in ids.values()]
            rows[SERVICE] += [
                {**changed(one, change, "id"), "act_id": ids[one.act_id], "case_id": number} for one in services
            ]
        for table, values in rows.items():
            connection.execute(insert(table), values)


def changed(row: Any, change: dict[str, str], *without: str) -> dict[str, Any]:
    """Give a row with other parties in all its texts."""
    values = {key: value for key, value in row._mapping.items() if key not in without}
    for key, value in values.items():
        if isinstance(value, str):
            for old, new in change.items():
                value = value.replace(old, new)
            values[key] = value
    return values


def desk_among(folder: Path, others: int) -> tuple[World, Visitor]:
    """Build a world in which France has two hundred cases, and Korea and Brazil the others."""
    folder.mkdir()
    world = build_cases(folder)
    case = first_case(world)
    copy(world, case, OWN - 1, {})
    for _i in range(others // FEW):
        copy(world, case, FEW, {"JPN": "KOR", "FRA": "BRA"})
    return world, world.signed_in("all@fra.example")


def test_a_desk_of_two_hundred_cases_among_a_hundred_thousand(tmp_path: Path) -> None:
    """At most 1.3 times what it takes among a thousand. Budget: 40 ms of server time, sign-in and drawing included."""
    at = AT + timedelta(minutes=2)
    with clock.frozen(at):
        few, small = desk_among(tmp_path / "few", FEW)
        many, large = desk_among(tmp_path / "many", MANY)
        assert "Due from us" in small.get("/desk").text
        assert 25 == large.get("/desk").text.count('class="row-soon"') + large.get("/desk").text.count("<strong>ours")
        rounds = [(seconds(lambda: large.get("/desk")), seconds(lambda: small.get("/desk"))) for _i in range(ROUNDS)]
        few.engine.dispose()
        many.engine.dispose()

    over, under = zip(*rounds, strict=True)
    print(f"\ndesk: {statistics.median(over) * 1000:.0f} ms among {MANY} cases (budget 40)")
    ratio(f"desk of {OWN} cases among {MANY} ÷ among {FEW}", over, under, 1.3, 1.1, most=True)
