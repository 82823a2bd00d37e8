"""What surrounds the cases, as machines ask for it: by the name of the route, the requests by which it is drawn."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

from tests.house.outputs_world import Secrets

Asked = tuple[str, str, dict[str, str]]
API = "/api/v1"
PARTIES = ("JPN", "FRA", "KOR", "BRA", "OOSA", "NOSUCH")


def _get(*addresses: str) -> Callable[[Secrets], Iterator[Asked]]:
    return lambda _told: (("GET", API + address, {}) for address in addresses)


def _post(address: str, body: object) -> Asked:
    return "POST", API + address, {"json": json.dumps(body)}


def _words(told: Secrets) -> list[str]:
    """Give every secret as it is in all worlds."""
    return sorted({secret.removesuffix("-A").removesuffix("-B") for secret in told.written})


def _agreements(told: Secrets) -> Iterator[Asked]:
    """Shipped agreements, and every case as if it were a recorded one."""
    yield "GET", f"{API}/agreements?size=200", {}
    for key in ("gen", "nosuch", *told.refs.values()):
        yield from (("GET", f"{API}/agreements/{key}{asked}", {}) for asked in ("", "?a=FRA&b=KOR", "?a=FRA"))


def _register(told: Secrets) -> Iterator[Asked]:
    """The list with filters, with words that only secrets hold, and after every activity."""
    marks = [word for word in _words(told) if "register" in word]
    asked = [f"words={word}" for word in ("", "relay", *marks)]
    asked += ["state=KOR", "body=moon", "activity_class=relay", "until=2027-01-01", "status=x", "size=1"]
    asked += [f"after={key}" for key in (*told.entries.values(), "LUN-9999")]
    yield from (("GET", f"{API}/lunar?{one}", {}) for one in asked)


def _activities(told: Secrets) -> Iterator[Asked]:
    for key in (*told.entries.values(), "LUN-9999"):
        yield from (("GET", f"{API}/lunar/{key}{rest}", {}) for rest in ("", "?before=2", "?before=4"))


def _overlaps(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"{API}/lunar/{key}/overlaps", {}) for key in (*told.entries.values(), "LUN-9999"))


def _screened(told: Secrets) -> Iterator[Asked]:
    """A plan right where the kept activity is, on its frequencies and in its time; nothing is stored."""
    place = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "3"}
    band = {"from": "2205", "to": "2220", "unit": "MHz"}
    areas, emissions = [{"kind": "landing", "place": place}], [{"emits": "both", "band": band}]
    plan = {"earliest_start": "2028-05-01", "areas": areas, "emissions": emissions}
    yield from (_post("/lunar/screening", {"plan": plan, "of": key}) for key in ("", *told.entries.values()))


def _begun(told: Secrets) -> Iterator[Asked]:
    """Cases on activities, under what is offered to nobody: nothing is opened."""
    for key in (*told.entries.values(), "LUN-9999"):
        yield _post(f"/lunar/{key}/begin", {"procedure": "nonsense"})


def _searched(told: Secrets) -> Iterator[Asked]:
    """Words of every secret, of what is said everywhere and nowhere, references, and pages that go on."""
    words = ("MARK", "mark*", '"', "Japan", "relay", "berth", "nosuchword", *_words(told), *told.refs.values())
    yield from (("GET", f"{API}/search?q={quote(word)}", {}) for word in words)
    yield from (("GET", f"{API}/search?q=mark*&subject={subject}", {}) for subject in ("liability", "x"))
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (
            ("GET", f"{API}/search?q=mark*&size=2&part={part}", {})
            for part in (f"cases&after={ref}", f"acts&after={ref}/1")
        )


def _calendars(_told: Secrets) -> Iterator[Asked]:
    months = ("", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "x")
    yield from (("GET", f"{API}/calendar?month={month}", {}) for month in months)
    yield from (("GET", f"{API}/calendar?kind={kind}&size=2", {}) for kind in ("deadline", "instant", "x"))


def _compared(told: Secrets) -> Iterator[Asked]:
    """Editions by the beginnings of the digests of every edition that is kept."""
    for key in ("berth", "ost9", "settlement", "nonsense"):
        for digest in ("0" * 12, *(one[:12] for one in sorted(told.editions))):
            yield "GET", f"{API}/procedures/{key}@{digest}/against/{key}", {}


def _marked(told: Secrets) -> Iterator[Asked]:
    """Acts up to which something is seen: what may not be seen cannot be marked."""
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (_post("/desk/seen", {"case": ref, "n": n}) for n in (0, 3, 7, 14))


def _answered(told: Secrets) -> Iterator[Asked]:
    yield from (("POST", f"{API}/practice/{ref}/answer", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


AROUND: tuple[tuple[str, Callable[[Secrets], Iterator[Asked]]], ...] = (
    ("api_agreements.index", _get("/agreements?size=3")),
    ("api_agreements.show", _agreements),
    ("api_between.show", _get(*(f"/parties/{key}/between" for key in PARTIES))),
    ("api_procedures.list_editions", _get(*(f"/procedures/{key}/editions" for key in ("berth", "ost9", "nonsense")))),
    ("api_procedures.compare", _compared),
    ("api_lunar.index", _register),
    ("api_lunar.show", _activities),
    ("api_lunar.list_overlaps", _overlaps),
    ("api_lunar.screen", _screened),
    ("api_lunar.begin", _begun),
    ("api_silences.index", _get("/silences", "/silences?status=running", "/silences?status=x")),
    ("api_neutrals.index", _get("/neutrals", "/neutrals?serving=mediator&language=en&sort=since")),
    ("api_objects.index", _get("/objects", "/objects?words=sputnik&state=USA")),
    ("api_practice.show", _get("/practice")),
    ("api_practice.answer", _answered),
    ("api_search.show", _searched),
    ("api_calendar.index", _calendars),
    ("api_views.index", _get("/views")),
    ("api_views.show", _get("/views/nosuch")),
    ("api_desk.show_overview", _get("/overview")),
    ("api_secretariat.show", _get("/desk/secretariat")),
    ("api_directory.index", _get("/directory", "/directory?state=expiring", "/directory?party=JPN&channel=mail")),
)
MARKS = (("api_desk.mark", _marked), ("api_desk.show", _get("/desk")))
"""After everything else: what is marked as seen changes what stands on a desk."""
WITHOUT = {
    "api_charters.index": "drawn from the shipped charters",
    "api_charters.show": "drawn from the shipped charters",
    "api_charters.compare": "drawn from the shipped charters",
    "api_instruments.index": "drawn from the shipped instruments",
    "api_instruments.show": "drawn from the shipped instruments",
    "api_instruments.show_provision": "drawn from the shipped instruments and the catalogue",
    "api_advice.ask": "drawn from the catalogue and the treaty tables, over one's own words",
    "api_advice.list_questions": "drawn from the catalogue, not from cases",
    "api_procedures.draw": "drawn from the catalogue, not from cases",
}
