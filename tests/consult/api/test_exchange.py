"""Exchange by a machine: looked at first unless it says otherwise, all or nothing, and safe to repeat."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.consult.api.machine import Machine, machine
from tests.consult.exchange.worlds import JAPAN, docket, file_of, notice
from tests.consult.web.cases_world import BODY, serve_berth
from tests.consult.web.world import World

NOTICES, CONTACTS, REGISTER = (f"/api/v1/exchange/{name}" for name in ("notices", "contacts", "lunar"))
LANDER = (
    "state,activity_title,operator,activity_class,nature,earliest_start,crs,lat,lon\n"
    "JPN,Lander,JAXA,lander,A landing.,2028-03-01,IAU_2015:30100,-89.1,{lon}\n"
)


def sent(asks: Machine, path: str, content: bytes | str, media: str, **headers: str) -> TestResponse:
    """Send a file."""
    named = {"Authorization": f"Bearer {asks.token}"} | {name.replace("_", "-"): of for name, of in headers.items()}
    return asks.world.app.test_client().post(path, data=content, content_type=media, headers=named)


def titles(world: World) -> list[str]:
    """Name the cases that Japan has."""
    return [one["title"] for one in machine(world, JAPAN).given("/api/v1/cases")["items"]]


def test_a_file_is_looked_at_unless_it_is_said_that_it_is_to_be_recorded(berths: World) -> None:
    """The same answer but for case and draft; the draft is in the case and lacks nothing; nothing is an act."""
    asks = machine(berths, JAPAN)
    look = asks.made(NOTICES, file_of(notice(title="Visit")))
    assert (False, 1, []) == (look["recorded"], look["new"], titles(berths))

    made = asks.made(f"{NOTICES}?dry_run=false", file_of(notice(title="Visit")))

    assert made | {"recorded": False, "notices": look["notices"]} == look
    line = made["notices"][0]
    draft = asks.given(f"/api/v1/drafts/{line['draft']}")
    assert (line["case"], "ask", BODY, []) == (draft["case"], draft["step"], draft["filing"], draft["missing"])
    assert [0] == [one["n"] for one in asks.given(line["href"])["acts"]]


def test_the_same_key_gets_the_first_answer_and_another_file_is_refused(berths: World) -> None:
    """Without a key it is here already."""
    asks = machine(berths, JAPAN)
    first = asks.made(f"{NOTICES}?dry_run=false", file_of(notice()), Idempotency_Key="a")
    assert first == asks.made(f"{NOTICES}?dry_run=false", file_of(notice()), Idempotency_Key="a")
    assert ["here"] == [one["fate"] for one in asks.made(f"{NOTICES}?dry_run=false", file_of(notice()))["notices"]]
    other = asks.post(f"{NOTICES}?dry_run=false", file_of(notice(ref="b")), Idempotency_Key="a")
    assert (422, "This key was used for another request; nothing was recorded.") == (
        other.status_code,
        other.json["detail"],
    )
    lander = LANDER.format(lon=12.5)
    made = [
        sent(asks, f"{REGISTER}?dry_run=false", lander, "text/csv", Idempotency_Key="c").json["opened"] for _n in "ab"
    ]
    assert made[0] == made[1]
    assert 2 == len(asks.get(REGISTER).text.splitlines())


def test_every_fault_is_told_with_its_pointer_and_nothing_is_recorded(berths: World) -> None:
    """Of two rows that are wrong, in the look and in the run."""
    asks = machine(berths, JAPAN)
    file = file_of(notice(), notice(ref="b", procedure="nosuch"), notice(ref="c", filing={"size": "huge"}))
    for address in (NOTICES, f"{NOTICES}?dry_run=false"):
        answer = asks.post(address, file)
        assert 422 == answer.status_code
        assert ["/notices/1/procedure", "/notices/2/filing/size"] == [one["pointer"] for one in answer.json["faults"]]
    assert [] == titles(berths)
    csv = sent(asks, f"{REGISTER}?dry_run=false", LANDER.format(lon=999), "text/csv")
    assert (422, ["/1/lon"]) == (csv.status_code, [one["pointer"] for one in csv.json["faults"]])


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b'{"notices": [\n', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"notices": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"format": "a", "format": "b"}', "application/json", 400),
        (b"null", "application/json", 422),
        (b'{"format": "consult.notices/1", "notices": [1]}', "application/json", 422),
        (b"{}", "text/csv", 415),
        (b"x" * (65 * 1024 * 1024), "application/json", 413),
    ],
    ids=["cut", "no text", "NaN", "deep", "twice", "null", "number", "type", "large"],
)
def test_what_cannot_be_taken_is_refused_and_never_ours(berths: World, content: bytes, media: str, status: int) -> None:
    """By status, as everywhere; a file may be larger than another body."""
    assert status == sent(machine(berths, JAPAN), NOTICES, content, media).status_code


def test_a_file_of_more_than_a_megabyte_is_read(berths: World) -> None:
    """What other bodies may not be; each of its rows is told of."""
    rows = [notice(ref=str(n), filing={"remark": "x" * 9_000}) for n in range(150)]
    answer = machine(berths, JAPAN).post(NOTICES, file_of(*rows))
    assert (200, 150) == (answer.status_code, answer.json["new"])


def test_notices_leave_a_page_at_a_time_and_fit_their_schema(berths: World) -> None:
    """The newest first; `Link` leads on until the end; narrowed as the list of cases is."""
    refs = [serve_berth(berths.signed_in(JAPAN)) for _n in range(3)]
    asks, address, found = machine(berths, JAPAN), f"{NOTICES}?size=2", []
    while address:
        answer = asks.get(address)
        found += [one["ref"] for one in answer.json["notices"]]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert refs[::-1] == found
    assert [] == asks.given(f"{NOTICES}?role=addressed")["notices"]
    assert 422 == asks.get(f"{NOTICES}?colour=red").status_code
    schema = asks.get(f"{NOTICES}/schema")
    assert ("application/schema+json", "consult.notices/1") == (
        schema.mimetype,
        schema.json["properties"]["format"]["const"],
    )
    assert docket(berths).host == asks.given(NOTICES)["origin"]


def test_contact_points_leave_and_a_token_that_does_not_manage_brings_none_in(berths: World) -> None:
    """As the page of a party shows them."""
    asks = machine(berths, JAPAN)
    file = asks.get(CONTACTS)
    assert ("text/csv", True) == (file.mimetype, "'+81 50 0000 0000" in file.text)
    answer = sent(asks, CONTACTS, file.data, "text/csv")
    assert answer.status_code in (403, 404)
    assert 404 == asks.get(f"{CONTACTS}?party=NOSUCH").status_code


def test_the_register_leaves_and_comes_in_in_both_forms(berths: World) -> None:
    """What is taken away as GeoJSON is as it is here; a token that does not dispatch brings nothing in."""
    asks = machine(berths, JAPAN)
    look = sent(asks, REGISTER, LANDER.format(lon=12.5), "text/csv").json
    made = sent(asks, f"{REGISTER}?dry_run=false", LANDER.format(lon=12.5), "text/csv").json
    assert ((False, 1, []), (True, 1, 1)) == (
        (look["recorded"], look["new"], look["opened"]),
        (made["recorded"], made["new"], len(made["opened"])),
    )
    taken: Any = asks.get(f"{REGISTER}?form=geojson")
    assert "application/geo+json" == taken.mimetype
    again = sent(asks, f"{REGISTER}?dry_run=false", taken.data, "application/geo+json").json
    assert (0, made["opened"]) == (again["new"], again["unchanged"])
    drafts_only = machine(berths, "draft@jpn.example")
    assert 404 == sent(drafts_only, REGISTER, LANDER.format(lon=1), "text/csv").status_code
