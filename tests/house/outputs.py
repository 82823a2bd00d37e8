"""Every output of the product as a row: the addresses at which it is drawn, or why it holds no case data.

A new route is a new line here. Rows are drawn for every account; an address that a reader may not open is drawn too,
since the refusal is an output.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from consult.delivery.feed import TYPES
from tests.house.api_around import AROUND, MARKS, WITHOUT
from tests.house.feeds_world import KINDS_OF_FEED, OWN_FEED
from tests.house.imports_world import REF as IMPORT
from tests.house.outputs_world import Secrets
from tests.house.papers_world import REF as PAPER

Asked = tuple[str, str, dict[str, str]]  # method, address, form
Addresses = Callable[[Secrets], Iterator[Asked]]


@dataclass(frozen=True)
class Row:
    """One output: the route's name, and the requests by which it is drawn."""

    endpoint: str
    asked: Addresses
    salted: str = ""
    """Why its bytes are other ones in every world, so that only status and address are compared between two."""


def _get(*addresses: str) -> Addresses:
    return lambda _told: (("GET", address, {}) for address in addresses)


def _lists(told: Secrets) -> Iterator[Asked]:
    """The list with every filter, with words that only secrets hold, page by page."""
    words = {"MARK", *(secret.removesuffix("-A").removesuffix("-B") for secret in told.written), *told.refs.values()}
    yield from (("GET", f"/cases?words={word}", {}) for word in ("", *sorted(words)))
    yield from (("GET", f"/cases?exercise={exercise}", {}) for exercise in ("yes", "no", "nonsense"))
    yield from (("GET", f"/cases?subject={subject}", {}) for subject in ("liability", "interference", "nonsense"))
    yield from (("GET", f"/cases?kind={kind}", {}) for kind in ("open", "resting", "final", "nonsense"))
    yield from (
        ("GET", f"/cases?procedure={key}", {})
        for key in ("berth", "ost9", "ost9_request", "agreement", "settlement", "nonsense")
    )
    yield from (("GET", f"/cases?before={ref}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH", "7"))
    yield from (("GET", f"/cases?party={party}", {}) for party in ("JPN", "FRA", "KOR", "BRA", "OOSA", "NOBODY"))
    yield from (("GET", f"/cases?role={role}", {}) for role in ("filer", "addressed", "party", "other", "nonsense"))
    yield from (("GET", f"/cases?due={days}", {}) for days in ("7", "90", "nonsense"))
    yield "GET", "/cases?view=nosuch", {}


def _searched(told: Secrets) -> Iterator[Asked]:
    """Words of every secret, of what is said everywhere and nowhere, references, and pages that go on."""
    secrets = {secret.removesuffix("-A").removesuffix("-B") for secret in told.written}
    words = ("", "MARK", "mark*", '"', "Japan", "relay", "berth", "nosuchword", *sorted(secrets), *told.refs.values())
    yield from (("GET", f"/search?q={quote(word)}", {}) for word in words)
    yield from (("GET", f"/search?q=mark*&subject={subject}", {}) for subject in ("liability", "interference", "x"))
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (
            ("GET", f"/search?q=mark*&in={part}", {}) for part in (f"cases&before={ref}", f"acts&before={ref}/1")
        )


def _cases(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/cases/{ref}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


def _looks_of_cases(told: Secrets) -> Iterator[Asked]:
    """What staff looked at, case by case."""
    yield from (("GET", f"/cases/{ref}/looks", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


def _api_looks_of_cases(told: Secrets) -> Iterator[Asked]:
    """The same for machines."""
    yield from (("GET", f"/api/v1/cases/{ref}/looks", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


DAYS = ("2026-11-19", "2026-11-20", "2027-03-01", "2029-01-01", "nonsense")


EDITIONS_OF = ("berth", "ost9", "agreement", "settlement", "room", "nonsense")


def _on_other_days(told: Secrets) -> Iterator[Asked]:
    """Cases before they were opened, on the day itself, and as the clock would leave them."""
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("GET", f"/cases/{ref}?as_of={day}", {}) for day in DAYS)


def _marked(told: Secrets) -> Iterator[Asked]:
    """Acts up to which something is seen: what may not be seen cannot be marked."""
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("POST", "/desk/seen", {"do": "mark", "upto": f"{ref}/{n}"}) for n in (0, 3, 7, 14))


def _given_up(_told: Secrets) -> Iterator[Asked]:
    """Work that was given up is tried again by a secretariat that sees it; any other number is unknown."""
    yield from (("POST", f"/desk/secretariat/given-up/{number}/retry", {}) for number in (1, 2, 99999))


def _tried_again(_told: Secrets) -> Iterator[Asked]:
    """Work that was given up is tried again by those who run the installation; of no number is any here."""
    yield from (("POST", f"/operations/given-up/{number}/retry", {}) for number in (1, 2, 99999))


SHEETS = (
    "docket",
    "docket?by=KOR",
    "docket?kind=state_position",
    "ladder",
    "positions",
    "commitments",
    "tribunal",
    "calendar",
    "text",
    "silence",
    "agenda",
    "participants",
    "times",
    "record",
    "overlaps",
    "arrangement",
    "jurisdiction",
    "report",
    "nonsense",
)


API_SHEETS = ("docket", "ladder", "positions", "commitments", "tribunal", "text", "agenda", "report", "nonsense")


def _sheets(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("GET", f"/cases/{ref}/sheets/{key}", {}) for key in SHEETS)
    for track in ("addressee:FRA", "addressee:KOR", "addressee:BRA") if "minutes" in told.refs else ():
        yield "GET", f"/cases/{told.refs['minutes']}/sheets/text?track={track}", {}
    if "drafted" in told.refs:
        yield "GET", f"/cases/{told.refs['drafted']}/sheets/text?from=4&to=4", {}


CALENDAR_KINDS = ("meeting", "physical", "deadline", "silence", "instant")


def _calendar(told: Secrets) -> Iterator[Asked]:
    """Months in which cases of the world have limits and dates, each kind, and what is no month."""
    months = (
        "",
        *(f"2026-{month:02}" for month in (11, 12)),
        *(f"2027-{month:02}" for month in range(1, 8)),
        "nonsense",
    )
    yield from (("GET", f"/calendar?month={month}", {}) for month in months)
    yield from (("GET", f"/calendar?kind={kind}", {}) for kind in (*CALENDAR_KINDS, "x"))


def _calendar_files(_told: Secrets) -> Iterator[Asked]:
    """The same months as files, which go on with all that comes after today."""
    yield from (("GET", f"/calendar.ics?month={month}", {}) for month in ("", "2027-01", "nonsense"))
    yield from (("GET", f"/calendar.ics?kind={kind}", {}) for kind in (*CALENDAR_KINDS, "x"))


def _acts(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/acts/{n}", {}) for n in range(14))


FILES = ("html", "pdf", "docx")


def _papers_of_acts(told: Secrets) -> Iterator[Asked]:
    """The paper of every act as a page."""
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/acts/{n}/paper", {}) for n in range(14))
        for copy in ("FRA", "KOR"):
            yield from (("GET", f"/cases/{ref}/acts/{n}/paper?copy={copy}", {}) for n in (1, 2, 3))


def _files_of_acts(told: Secrets) -> Iterator[Asked]:
    """The same as files: all of them as HTML, those of one case in every form, and what is no form or language."""
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/acts/{n}/paper.html", {}) for n in range(14))
    if "berth" in told.refs:
        ref = told.refs["berth"]
        yield from (("GET", f"/cases/{ref}/acts/{n}/paper.{ending}", {}) for n in (1, 2, 3) for ending in FILES)
        yield "GET", f"/cases/{ref}/acts/1/paper.html?language=nonsense", {}
        yield "GET", f"/cases/{ref}/acts/1/paper.exe", {}


def _papers_of_drafts(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/drafts/{ref}/paper", {}) for ref in (*told.drafts.values(), "paper-nosuch"))


def _files_of_drafts(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/drafts/{ref}/paper.html", {}) for ref in (*told.drafts.values(), "paper-nosuch"))
    yield from (("GET", f"/drafts/{ref}/paper.docx", {}) for ref in told.drafts.values())


def _attached(told: Secrets) -> Iterator[Asked]:
    """Each case as the one to which a paper belongs."""
    yield from (("GET", f"/papers/{PAPER}/attach?case={ref}", {}) for ref in told.refs.values())


def _scans(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/cases/{ref}/acts/1/papers/PAP-2026-NOSUCH", {}) for ref in told.refs.values())


def _statements(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/acts/{n}/statement.txt", {}) for n in range(14))


ROOM = ("open_room", "say", "make_offer", "answer_offer", "allow_sharing", "record_sharing", "close_room")
STEPS = {
    "berth": ("ask", "give", "record_receipt", "leave", "settle", "suspend", "make_statement", "nonsense"),
    "notice": (
        "acknowledge",
        "reply",
        "record_receipt",
        "enter_consultation",
        "conclude",
        "record_agreed",
        "extend_window",
    ),
    "request": ("accept_request", "conclude", "record_no_objection", "ask_information", "reply"),
    "minutes": ("table_text", "assent_to_clauses", "withhold_assent", "record_agreed"),
    "drafted": ("table_text", "assent_to_clauses", "settle", "nonsense"),
    "old": ("give", "make_statement"),
    "handed": ("hand_on", "make_statement"),
    "beyond": ("give", "hand_on"),
    "foreign": ("ask", "withdraw"),
    "agreement": ("record_text", "table_revision", "decline_revision"),
    "dispute": ("state_position", "confirm_performance", "make_offer", "answer_offer", "lift_prejudice", "settle"),
    "tribunal": ("state_position", "challenge_arbitrator", "appoint_arbitrator"),
    "silent": ("break_silence", "extend_silence", "make_explanation", "nonsense"),
    "broken": ("break_silence", "amend_and_retry", "object_late"),
    "meeting": ("state_position", "add_item", "postpone", "cancel"),
    "notified": ("acknowledge", "comment", "ask", "take_part", "withdraw"),
    "with FRA": ROOM,
    "with JPN": ROOM,
    "together": ROOM,
}
TRACKS = {
    "berth": ("", "berth:FRA", "berth:KOR", "berth:BRA"),
    "notice": ("", "addressee:FRA", "addressee:KOR"),
    "request": ("", "planning:JPN", "planning:KOR"),
    "minutes": ("addressee:FRA", "addressee:KOR"),
    "drafted": ("",),
    "old": ("", "berth:FRA"),
    "handed": ("", "berth:KOR", "berth:JPN"),
    "beyond": ("", "berth:JPN", "berth:BRA"),
    "foreign": ("",),
    "agreement": ("",),
    "dispute": ("", "claim:data", "claim:costs", "commitment:hand-over", "offer:1", "stage:mediation"),
    "tribunal": ("", "claim:data", "seat:claimant", "seat:respondent"),
    "silent": ("",),
    "broken": ("",),
    "meeting": ("", "item:1", "delegation:FRA"),
    "notified": ("", "concern:FRA"),
    "with FRA": ("", "offer:1", "release:1"),
    "with JPN": ("", "offer:1", "release:1"),
    "together": ("", "offer:1"),
}


ASKING = (
    "table_text",
    "ask",
    "give",
    "leave",
    "make_statement",
    "reply",
    "record_agreed",
    "ask_information",
    "nonsense",
)


def _pairs(told: Secrets) -> Iterator[tuple[str, str, str]]:
    for name, steps in ((name, steps) for name, steps in STEPS.items() if name in told.refs):
        yield from ((told.refs[name], step, track) for step in steps for track in TRACKS[name])


def _steps(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/cases/{ref}/steps/{step}?track={track}", {}) for ref, step, track in _pairs(told))


def _drafts(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.drafts.values(), "paper-nosuch"):
        yield from (("GET", f"/drafts/{ref}{check}", {}) for check in ("", "?check"))


def _sending(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/drafts/{ref}/send", {}) for ref in (*told.drafts.values(), "paper-nosuch"))


def _affected(told: Secrets) -> Iterator[Asked]:
    """Whom a paper may affect, beside an activity whose place is kept from most."""
    yield from (("GET", f"/drafts/{ref}/affected", {}) for ref in (*told.drafts.values(), "paper-nosuch"))


def _decided(told: Secrets) -> Iterator[Asked]:
    """States added and left out in papers of others, over an older text, and without a reason: nothing is stored."""
    for ref in told.drafts.values():
        for party in ("KOR", "BRA", "NOBODY"):
            for do in ("add", "remove", "nonsense"):
                yield "POST", f"/drafts/{ref}/affected", {"do": do, "party": party, "version": "-1"}


def _begun(told: Secrets) -> Iterator[Asked]:
    """What is not offered on an activity: nothing is opened."""
    for key in (*told.entries.values(), "LUN-9999"):
        yield from (
            ("POST", f"/lunar/{key}/begin", {"procedure": procedure}) for procedure in ("berth", "nonsense", "")
        )


def _new_notices(told: Secrets) -> Iterator[Asked]:
    """The choice of procedures, and the terms of one that may be opened on a recorded agreement."""
    for chosen in ("", "?procedure=ost9", "?procedure=nosuch", "?procedure=settlement"):
        yield "GET", f"/notices/new{chosen}", {}
    for ref in (told.refs.get("agreement", "AGR-2026-NONE"), "AGR-2026-NOSUCH"):
        yield "GET", f"/notices/new?procedure=settlement&agreement={ref}", {}


def _agreements(told: Secrets) -> Iterator[Asked]:
    """Shipped agreements, and every case as if it were a recorded one."""
    for key in ("gen", "nosuch", *told.refs.values()):
        yield from (("GET", f"/agreements/{key}{asked}", {}) for asked in ("", "?a=FRA&b=KOR"))


def _documents(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/documents/{digest}", {}) for _ref, digest in told.files.values())


def _refusals(told: Secrets) -> Iterator[Asked]:
    """Steps that nobody can take this way: from an old page, without their paper, with a text that does not exist."""
    for ref, step, track in _pairs(told):
        yield "POST", f"/cases/{ref}/steps/{step}", {"track": track, "seen": "999", "digest": ""}
        if step in ASKING:
            yield "POST", f"/cases/{ref}/steps/{step}", {"track": track, "seen": "", "digest": ""}
    for ref in told.refs.values():
        yield "POST", f"/cases/{ref}/steps/suspend", {"track": "", "seen": "", "digest": "0" * 64}
        yield "POST", f"/cases/{ref}/drafts", {"step": "nonsense", "track": ""}


def _others_papers(told: Secrets) -> Iterator[Asked]:
    """Papers of others, or one's own with an older version: nothing is stored."""
    for ref in told.drafts.values():
        for do in ("autosave", "save", "discard", "attach", "add:text"):
            yield "POST", f"/drafts/{ref}", {"do": do, "version": "-1", "f/text": "x"}


def _of_drafts(part: str) -> Addresses:
    """A page of every draft, and of one that there is not."""
    return lambda told: (("GET", f"/drafts/{ref}{part}", {}) for ref in (*told.drafts.values(), "paper-nosuch"))


def _in_clearance(told: Secrets) -> Iterator[Asked]:
    """Papers of others, or one's own over an older turn, and comments without words: nothing is stored."""
    for ref in (*told.drafts.values(), "paper-nosuch"):
        over = {"version": "-1", "turn": "-1"}
        yield "POST", f"/drafts/{ref}/clearance/pass", over
        for do in ("send_back", "skip", "take_over", "recall", "restart", "nonsense"):
            yield "POST", f"/drafts/{ref}/clearance/move", {**over, "do": do}
        yield "POST", f"/drafts/{ref}/comments", {"words": " ", "field": "nonsense"}
        yield "POST", f"/drafts/{ref}/comments/99999", {"do": "settle"}


def _lanes(_told: Secrets) -> Iterator[Asked]:
    """The form of a lane drawn again, and one that cannot be kept."""
    for do in ("draw", "add", "preset", "keep"):
        yield "POST", "/my-party/clearance", {"do": do, "seen": "0", "name-0": "", "hours-0": "x"}


def _api_in_clearance(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.drafts.values(), "paper-nosuch"):
        for move in ("pass", "send_back", "recall", "nonsense"):
            body = {"json": json.dumps({"move": move, "turn": 77})}
            yield "POST", f"{API}/drafts/{ref}/clearance/moves", body
        yield "POST", f"{API}/drafts/{ref}/comments", {"json": json.dumps({"words": " "})}
        yield "POST", f"{API}/drafts/{ref}/comments/99999", {"json": json.dumps({"settled": True})}


def _rooms(told: Secrets) -> Iterator[Asked]:
    """Rooms that a party asks for beside each case: only a neutral opens one, and none reads these pages."""
    rooms = ("room caucus JPN", "room caucus FRA", "room joint FRA JPN", "nonsense")
    yield from (("POST", f"/cases/{ref}/rooms", {"room": room}) for ref in told.refs.values() for room in rooms)


def _register(told: Secrets) -> Iterator[Asked]:
    """The list with filters and words that only secrets hold."""
    marks = [secret.removesuffix("-A").removesuffix("-B") for secret in sorted(told.written) if "register" in secret]
    yield from (("GET", f"/lunar?words={word}", {}) for word in ("", "relay", *marks))
    yield from (
        ("GET", f"/lunar?{asked}", {})
        for asked in ("state=KOR", "body=moon", "class=relay", "until=2027-01-01", "status=x")
    )


def _maps(_told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/lunar/map?{asked}", {}) for asked in ("", "view=south&latitude=88", "state=KOR"))


def _activities(told: Secrets) -> Iterator[Asked]:
    """Each activity with its newest versions, and with those before a number that only participants may count to."""
    for key in (*told.entries.values(), "LUN-9999"):
        yield from (("GET", f"/lunar/{key}{older}", {}) for older in ("", "?before=2", "?before=4"))


def _plans(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/lunar/screen?of={key}", {}) for key in ("", *told.entries.values(), "LUN-9999"))


def _screened(told: Secrets) -> Iterator[Asked]:
    """A plan right where the kept activity is, on its frequencies and in its time; nothing is stored."""
    place = {"body": "moon", "shape": "circle", "lat": "-89.45", "lon": "-137.2", "radius_km": "3"}
    plan = {"f/earliest_start": "2028-05-01", "f/areas/0:row": "1", "f/areas/0/kind": "landing"}
    plan |= {f"f/areas/0/place:{part}": value for part, value in place.items()}
    plan |= {"f/emissions/0:row": "1", "f/emissions/0/emits": "both"}
    plan |= {f"f/emissions/0/band:{part}": value for part, value in (("from", "2205"), ("to", "2220"), ("unit", "MHz"))}
    yield from (("POST", f"/lunar/screen?of={key}", {"do": "screen", **plan}) for key in ("", *told.entries.values()))


def _imports(told: Secrets) -> Iterator[Asked]:
    """A file that is looked at: rows that name each entry, and one that is none."""
    text = "key,state,activity_title\n" + "".join(f"{key},JPN,x\n" for key in (*told.entries.values(), "LUN-9999"))
    yield "POST", "/lunar/import", {"do": "look", "form": "csv", "text": text}
    yield "POST", "/lunar/import", {"do": "look", "form": "geojson", "text": '{"type":"FeatureCollection"}'}


def _exchanged(told: Secrets) -> str:
    """A file of notices that names every case as one of this installation, and of another one."""
    named = [
        {"ref": ref, "act": 1, "procedure": "berth", "filing": {}} for ref in (*told.refs.values(), "BERTH-NOSUCH")
    ]
    return json.dumps({"format": "consult.notices/1", "origin": "consult.example.int", "notices": named})


def _brought(told: Secrets) -> Iterator[Asked]:
    """Notices and contact points that are looked at."""
    yield "POST", "/exchange/notices", {"do": "look", "text": _exchanged(told)}
    yield "POST", "/exchange/notices", {"do": "look", "text": "{"}


def _api_brought(told: Secrets) -> Iterator[Asked]:
    """The same by a machine."""
    yield "POST", f"{API}/exchange/notices", {"json": _exchanged(told)}


def _record(told: Secrets) -> Iterator[Asked]:
    """The log up to what two worlds have in common, by every filter, with words that only secrets hold."""
    shared = f"before={told.logged}"
    yield from (("GET", f"/audit?{shared}&kind={kind}", {}) for kind in ("", "readable", "act", "read", "x"))
    yield from (("GET", f"/audit?kind=act&case={ref}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))
    yield from (("GET", f"/audit?{shared}&party={party}", {}) for party in ("JPN", "KOR", "host", "x"))
    yield from (("GET", f"/audit?{shared}&step={step}", {}) for step in ("give", "serve+notice", "open", "x"))
    yield from (("GET", f"/audit?{shared}&{asked}", {}) for asked in ("since=2026-11-20", "until=2026-11-19"))


def _logged(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/audit/entries/{seq}", {}) for seq in (*range(told.logged - 1), 2**31 - 1))


def _openings(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/audit/entries/{seq}/openings", {}) for seq in (*range(told.logged - 1), 2**31 - 1))


def _public(what: str) -> Addresses:
    return _get(*(f"/audit/entries/{seq}/{what}" for seq in (0, 7, 2**31 - 1)))


def _receipts(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/cases/{ref}/acts/{n}/receipt", {}) for n in (0, 1, 2, 4, 7))


def _checked(_told: Secrets) -> Iterator[Asked]:
    yield from (("POST", "/audit/check", {"text": text}) for text in ("", "nonsense", "PK\x03\x04"))


def _compared(_told: Secrets) -> Iterator[Asked]:
    yield "POST", "/audit/compare", {"first": "nonsense", "second": "nonsense"}


def _endpoints(_told: Secrets) -> Iterator[Asked]:
    """An endpoint of Japan, one of France, and one that is not there."""
    yield from (("GET", f"/my-party/webhooks/{number}", {}) for number in (1, 2, 999))
    yield "GET", "/my-party/webhooks/1?before=nonsense", {}


def _answers(told: Secrets) -> Iterator[Asked]:
    """No case of this world is one of practice: nobody answers in any."""
    yield from (("POST", f"/practice/{ref}/answer", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


REACHES = ("full_internal", "parties_C2", "public_C0")


def _takings(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/cases/{ref}/take", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


def _taken(told: Secrets) -> Iterator[Asked]:
    """Every case in every set, as the file that leaves."""
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("POST", f"/cases/{ref}/bundle.zip", {"set": reach}) for reach in REACHES)
    yield "POST", f"/cases/{told.refs['berth']}/bundle.zip", {"set": "nonsense"}


def _imported(told: Secrets) -> Iterator[Asked]:
    """What Japan imported, by words that only it holds, and what nobody did."""
    words = {secret.removesuffix("-A").removesuffix("-B") for secret in told.written if "import" in secret}
    yield from (("GET", f"/imports?words={word}", {}) for word in ("", "nosuch", *sorted(words)))
    yield from (("GET", f"/imports/{ref}", {}) for ref in (IMPORT, "IMP-2026-NOSUCH"))


def _of_imports(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/imports/{IMPORT}/documents/{digest}", {}) for digest in (told.imported, "0" * 64))


def _import_checks(_told: Secrets) -> Iterator[Asked]:
    """Files that are not there: nothing is stored."""
    yield "POST", "/imports/check", {"trusted": "here"}
    yield "POST", "/imports", {"trusted": "given", "policy": "nonsense"}


_SCOPE = "item=lsc_treaties&kind=national_report&language=en"


def _scopes(told: Secrets) -> Iterator[str]:
    """Scopes of reports: for everybody, for the own delegation, all cases by their references; and what is none."""
    for reach in ("public_C0", "full_internal"):
        yield f"session=LSC-66&{_SCOPE}&since=2026-01-01&until=2026-12-31&reach={reach}"
    refs = ",".join((*told.refs.values(), "OST9-2026-NOSUCH"))
    yield f"session=LSC-66&{_SCOPE}&since=2026-01-01&until=2026-12-31&reach=full_internal&cases={refs}"
    yield f"session=LSC-66&{_SCOPE}&since=2026-01-01&until=2026-12-31&reach=nonsense"
    yield f"session=LSC-66&{_SCOPE}&since=2026-12-31&until=2026-01-01&reach=public_C0"
    yield f"session=NOSUCH&{_SCOPE}&since=x&until=2026-01-01&reach=public_C0"


def _built(told: Secrets) -> Iterator[Asked]:
    """The form, and the scopes of which nothing can be told."""
    yield "GET", "/reports/new", {}
    yield from (("GET", f"/reports/new?{scope}", {}) for scope in list(_scopes(told))[3:])


def _drawn_reports(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/reports/new?{scope}", {}) for scope in list(_scopes(told))[:3])


def _figures(told: Secrets) -> Iterator[Asked]:
    """Figures by address, and of each case as if it were a submission."""
    for key in ("overview.cases", "overview.acts", "overview.withheld", "consultations.cases"):
        yield from (("GET", f"/reports/figure?key={key}&{scope}", {}) for scope in list(_scopes(told))[:3])
    yield from (("GET", f"/reports/figure?key=overview.cases&case={ref}", {}) for ref in told.refs.values())


def _made(told: Secrets) -> Iterator[Asked]:
    """Reports that are asked for without a form: nothing is made."""
    yield from (("POST", f"/reports/new?{scope}", {}) for scope in _scopes(told))


def _made_of_cases(told: Secrets) -> Iterator[Asked]:
    """Each case as if it were a submission of the reader's."""
    for ref in (*told.refs.values(), "SUBM-2026-NOSUCH"):
        yield "POST", f"/reports/of/{ref}", {"formats": "json"}


def _audits(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/reports/audit{asked}", {}) for asked in ("", "?case=x&since=2026-11-20&party=KOR"))


def _audits_made(told: Secrets) -> Iterator[Asked]:
    """Audit logs before anything is signed, and of questions that are none: nothing is made."""
    days = {"since": "2026-01-01", "until": "2026-12-31"}
    yield from (("POST", "/reports/audit", {"reach": reach, **days}) for reach in ("full_internal", "parties_C2", "x"))
    for ref in told.refs.values():
        yield "POST", "/reports/audit", {"reach": "full_internal", "case": ref, **days}
    yield "POST", "/reports/audit", {"reach": "public_C0", "since": "2026-12-31", "until": "2026-01-01"}


def _public_lists(told: Secrets) -> Iterator[Asked]:
    """The register narrowed by what secrets name, and from cases on that are not public."""
    asked = ["", *(f"state={key}" for key in ("JPN", "KOR", "FRA", "BRA", "OOSA", "NOBODY"))]
    asked += [f"procedure={key}" for key in ("tcbm", "berth", "ost9", "nonsense")]
    asked += [f"stage={key}" for key in ("sent", "draft", "nonsense")]
    asked += [f"subject={key}" for key in ("safety", "liability", "nonsense")]
    asked += ["since=2026-11-20", "until=2026-11-19", "since=nonsense", "lang=xx"]
    refs = (*told.refs.values(), "OST9-2026-NOSUCH")
    yield from (("GET", f"/public?{one}", {}) for one in (*asked, *(f"before={ref}" for ref in refs)))
    yield from (("GET", f"/public/cases.json?{one}", {}) for one in (*asked, *(f"before={ref}" for ref in refs)))
    yield from (("GET", f"/public/feed.atom?{one}", {}) for one in (*asked, *(f"after={ref}/1" for ref in refs)))


def _public_cases(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("GET", f"/public/cases/{ref}{form}", {}) for form in ("", ".json"))


def _public_acts(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/public/cases/{ref}/acts/{n}/receipt", {}) for n in (0, 1, 2, 9))


def _public_openings(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/public/cases/{ref}/acts/{n}/openings.json", {}) for n in (0, 1, 2, 9))


def _public_documents(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"/public/cases/{ref}/documents/{digest}", {}) for _ref, digest in told.files.values())


def _public_lunar(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"/public/lunar?after={key}", {}) for key in ("", *told.entries.values()))
    for key in (*told.entries.values(), "LUN-9999"):
        yield from (("GET", f"/public/lunar/{key}{older}", {}) for older in ("", "?before=2", "?before=4"))


PUBLIC_ROWS = (
    Row("public.index", _public_lists),
    Row("public_files.give_list", _get("/public/cases.json")),
    Row("public_files.give_feed", _get("/public/feed.atom")),
    Row("public.show", _public_cases),
    Row("public_files.give_case", _get("/public/cases/OST9-2026-NOSUCH.json")),
    Row("public_files.give_receipt", _public_acts, "a proof made of public hashes, and signatures over them"),
    Row("public_files.give_openings", _public_openings, "values under random salts; read in their decoded form"),
    Row("public_files.give_document", _public_documents),
    Row("public.list_lunar", _get("/public/lunar")),
    Row("public.show_lunar", _public_lunar),
    Row("public.figures", _get("/public/figures")),
    Row("public_files.give_figures", _get("/public/figures.json")),
    Row("public.lead_nowhere", _get("/public/nosuch", "/public/cases")),
)
API = "/api/v1"


def _api_lists(told: Secrets) -> Iterator[Asked]:
    """Cases narrowed as pages narrow them, with words that only secrets hold."""
    words = {"MARK", *(secret.removesuffix("-A").removesuffix("-B") for secret in told.written)}
    asked = [f"words={word}" for word in ("", *sorted(words))]
    asked += [f"after={ref}" for ref in (*told.refs.values(), "OST9-2026-NOSUCH")]
    asked += ["party=KOR", "role=other", "due=90", "subject=liability", "size=3&fields=ref,title", "kind=odd", "x=y"]
    yield from (("GET", f"{API}/cases?{one}", {}) for one in asked)


def _api_cases(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("GET", f"{API}/cases/{ref}{rest}", {}) for rest in ("", "?fields=title,seen"))


def _api_timelines(told: Secrets) -> Iterator[Asked]:
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield from (("GET", f"{API}/cases/{ref}/acts{rest}", {}) for rest in ("", "?size=2&after=1"))


def _api_acts(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"{API}/cases/{ref}/acts/{n}", {}) for n in range(9))


def _api_parts(*parts: str) -> Addresses:
    """Parts of every case, and of one that there is not."""
    return lambda told: (
        ("GET", f"{API}/cases/{ref}/{part}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH") for part in parts
    )


def _api_tracks(told: Secrets) -> Iterator[Asked]:
    """Every relation that some page names, also as what filings are narrowed to."""
    for name, tracks in ((name, tracks) for name, tracks in TRACKS.items() if name in told.refs):
        for track in filter(None, tracks):
            yield "GET", f"{API}/cases/{told.refs[name]}/tracks/{track}", {}
            yield "GET", f"{API}/cases/{told.refs[name]}/filings?track={track}", {}


def _api_of_acts(*parts: str, most: int = 9) -> Addresses:
    """What belongs to acts of every case."""
    return lambda told: (
        ("GET", f"{API}/cases/{ref}/acts/{n}/{part}", {})
        for ref in told.refs.values()
        for n in range(most)
        for part in parts
    )


def _api_deadlines(told: Secrets) -> Iterator[Asked]:
    """Limits narrowed in every way, to every case, and from a place that another party's case may have."""
    asked = ["", "size=2", "status=over", "whose=ours", "force=law", "kind=silence", "since=2027-01-01", "odd=1"]
    asked += [f"procedure={key}" for key in ("berth", "settlement", "nonsense")]
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        asked += [f"case={ref}", f"after=2026-12-01T00:00:00Z~{ref}~answer:FRA"]
    yield from (("GET", f"{API}/deadlines?{one}", {}) for one in asked)


def _api_services(told: Secrets) -> Iterator[Asked]:
    """Services narrowed in every way, and from one of every case."""
    asked = ["", "size=2", "stands=open", "stands=failed", "stands=proved", "side=sent", "side=received", "party=KOR"]
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        asked += [f"after={ref}/{n}/{party}/in_app" for n in (1, 2) for party in ("FRA", "KOR")]
    yield from (("GET", f"{API}/service?{one}", {}) for one in asked)


def _api_rehearsed(told: Secrets) -> Iterator[Asked]:
    """Steps that nobody can take this way, on paper."""
    for ref, step, track in (one for one in _pairs(told) if one[1] in ASKING):
        body = {"step": step, "track": track, "filing": {}}
        yield "POST", f"{API}/cases/{ref}/rehearsals", {"json": json.dumps(body)}


def _api_rooms_opened(told: Secrets) -> Iterator[Asked]:
    """Rooms and cases beside cases that nobody may open: nothing is opened."""
    for ref in (*told.refs.values(), "OST9-2026-NOSUCH"):
        yield "POST", f"{API}/cases/{ref}/rooms", {"json": json.dumps({"room": "room caucus NOBODY"})}
        yield "POST", f"{API}/cases/{ref}/beside", {"json": json.dumps({"procedure": "nonsense"})}


def _api_objections(told: Secrets) -> Iterator[Asked]:
    """Objections to acts that no paper stands for."""
    for ref in told.refs.values():
        yield from (
            ("POST", f"{API}/cases/{ref}/acts/{n}/objection", {"json": json.dumps({"words": "Not ours."})})
            for n in (1, 2)
        )


def _api_of_drafts(*parts: str) -> Addresses:
    """What belongs to every draft, and to one that there is not."""
    return lambda told: (
        ("GET", f"{API}/drafts/{ref}/{part}", {}) for ref in (*told.drafts.values(), "paper-nosuch") for part in parts
    )


def _api_attached(told: Secrets) -> Iterator[Asked]:
    """Each case as the one to which a paper belongs; then none is given as that of an act."""
    yield from (("GET", f"{API}/papers/{PAPER}/attach?case={ref}", {}) for ref in told.refs.values())
    for ref in told.refs.values():
        body = {"case": ref, "step": "nonsense", "filing": {}}
        yield "POST", f"{API}/papers/{PAPER}/attach", {"json": json.dumps(body)}
        yield "POST", f"{API}/papers/{PAPER}/serve", {"json": json.dumps({"case": ref, "act": 99})}


def _api_drafts(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"{API}/drafts/{ref}", {}) for ref in (*told.drafts.values(), "paper-nosuch"))


def _api_documents(told: Secrets) -> Iterator[Asked]:
    for ref in told.refs.values():
        yield from (("GET", f"{API}/cases/{ref}/documents/{digest}", {}) for _ref, digest in told.files.values())


def _api_refusals(told: Secrets) -> Iterator[Asked]:
    """Steps from an older view, with a text that does not exist, and drafts of steps that there are not: nothing is
    recorded."""
    for ref, step, track in (one for one in _pairs(told) if one[1] in ASKING):
        body = {"step": step, "track": track, "seen": 999, "filing": {}}
        yield "POST", f"{API}/cases/{ref}/acts", {"json": json.dumps(body)}
    for ref in told.refs.values():
        for body in (
            {"step": "suspend", "seen": 0, "digest": "0" * 64},
            {"draft": {"ref": "x", "version": 0}, "seen": 0},
        ):
            yield "POST", f"{API}/cases/{ref}/acts", {"json": json.dumps(body)}
        yield "POST", f"{API}/cases/{ref}/drafts", {"json": json.dumps({"step": "nonsense"})}


def _api_others_papers(told: Secrets) -> Iterator[Asked]:
    """Papers of others, or one's own without the version: nothing is stored."""
    for ref in told.drafts.values():
        yield "PUT", f"{API}/drafts/{ref}", {"json": json.dumps({"filing": {}})}
        yield "DELETE", f"{API}/drafts/{ref}", {}
        yield "POST", f"{API}/drafts/{ref}/clearance", {}


def _api_editions(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"{API}/editions/{digest}", {}) for digest in ("0" * 64, *sorted(told.editions)))


def _by_machine(pages: Addresses, place: str, instead: str) -> Addresses:
    """Ask by the interface for machines what pages are asked."""
    return lambda told: ((method, API + each.replace(place, instead, 1), form) for method, each, form in pages(told))


def _some(every: Addresses) -> Addresses:
    """Every third address: the page values behind them are those of the pages, which are all drawn."""
    return lambda told: islice(every(told), 0, None, 3)


def _api_record(told: Secrets) -> Iterator[Asked]:
    """The log up to what two worlds have in common, by every filter, with words that only secrets hold."""
    shared, here = f"after={told.logged}", f"{API}/log/entries"
    asked = [f"kind={kind}" for kind in ("", "readable", "act", "read", "x")]
    asked += [f"party={party}" for party in ("JPN", "KOR", "host", "x")]
    asked += ["step=give", "step=serve+notice", "since=2026-11-20", "until=2026-11-19", "since=nonsense", "size=3"]
    yield from (("GET", f"{here}?{shared}&{one}", {}) for one in asked)
    yield from (("GET", f"{here}?kind=act&case={ref}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))


BESIDE_ENTRIES = ",".join(one for one in TYPES if one != "entry.recorded")


def _api_events(told: Secrets) -> Iterator[Asked]:
    """All but entries, whose numbers are those of what each reader read: whole, its first page, of each case and kind;
    a page that begins at a number begins elsewhere in every world."""
    here = f"{API}/events?type={BESIDE_ENTRIES}"
    yield from (("GET", f"{here}&size={size}", {}) for size in (1000, 7))
    yield from (("GET", f"{here}&case={ref}", {}) for ref in (*told.refs.values(), "OST9-2026-NOSUCH"))
    yield from (("GET", f"{here}&{one}", {}) for one in ("procedure=ost9", "exercise=yes", "procedure=x", "after=x"))
    yield from (("GET", f"{API}/events?type={one}", {}) for one in (*BESIDE_ENTRIES.split(","), "nonsense"))


def _api_figures(told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"{API}/reports/figures?{scope}&at=2026-11-20T09:00:00Z", {}) for scope in _scopes(told))
    yield from (("GET", f"{API}/reports/figures?case={ref}", {}) for ref in told.refs.values())


LOG_ROWS = (
    Row("api_events.index", _api_events),
    Row("api_events.index", _get(f"{API}/events?size=1000"), "how far the log has come when somebody reads is public"),
    Row("api_log.show", _get(f"{API}/log"), "how many entries of others there are is public, and so is their hash"),
    Row("api_log.list_entries", _api_record),
    Row("api_log.show_entry", _some(_by_machine(_logged, "/audit/", "/log/"))),
    Row("api_log.give_leaf", _by_machine(_public("leaf"), "/audit/", "/log/"), "digests over random salts"),
    Row("api_log.give_receipt", _by_machine(_public("receipt"), "/audit/", "/log/"), "made of public hashes"),
    Row(
        "api_log.give_openings",
        _some(_by_machine(_openings, "/audit/", "/log/")),
        "values under random salts; read decoded",
    ),
    Row("api_log.show_receipt", _by_machine(_receipts, "/cases/", "/cases/")),
    Row("api_checks.give_policy", _get(f"{API}/checks/policy.txt")),
    Row("api_reports.list_figures", _api_figures),
    Row("api_reports.show_figure", _some(_by_machine(_figures, "/reports/", "/reports/"))),
    Row("api_files.index", _get(f"{API}/files", f"{API}/files?after=nosuch")),
    Row("api_files.show", _get(f"{API}/files/nosuch")),
    Row("api_files.give", _get(f"{API}/files/nosuch/content")),
    Row("api_imports.index", _by_machine(_imported, "/imports", "/imports")),
    Row("api_imports.show", _by_machine(_imported, "/imports", "/imports")),
    Row("api_imports.give", _by_machine(_of_imports, "/imports", "/imports")),
)
"""The log, reports and files, as machines read them."""


def _api_of(rule: str, *places: str) -> Addresses:
    return _get(*(f"{API}{rule.format(place)}" for place in places))


def _api_contacts(_told: Secrets) -> Iterator[Asked]:
    for key in ("JPN", "KOR", "OOSA", "NOSUCH"):
        for rest in ("", "?urgent=yes", "?organ=MOFA", "?size=1&fields=address", "?after=1"):
            yield "GET", f"{API}/parties/{key}/contacts{rest}", {}
        yield from (("GET", f"{API}/parties/{key}/contacts/{number}", {}) for number in (1, 2, 3, 999))


def _api_tokens(_told: Secrets) -> Iterator[Asked]:
    yield from (("GET", f"{API}/tokens{rest}", {}) for rest in ("", "?of=party", "?size=1", "?after=nosuch"))


API_HOUSE_ROWS = (
    Row("api_organs.index", _api_of("/parties/{}/organs", "JPN", "KOR", "OOSA", "NOSUCH")),
    Row("api_organs.show", _api_of("/parties/{}/organs/MOFA", "JPN", "KOR", "NOSUCH")),
    Row("api_contacts.index", _api_contacts),
    Row("api_contacts.show", _api_contacts),
    Row("api_organ_keys.index", _api_of("/parties/{}/organs/MOFA/keys", "JPN", "KOR", "NOSUCH")),
    Row("api_organ_keys.show", _api_of("/parties/{}/organs/MOFA/keys/1", "JPN", "KOR", "NOSUCH")),
    Row("api_organ_keys.prepare", _api_of("/parties/{}/organs/MOFA/registration?vkey=x", "JPN", "KOR", "NOSUCH")),
    Row("api_people.index", _api_of("/people{}", "", "?account=open", "?size=2&after=3")),
    Row("api_people.show", _api_of("/people/{}", *map(str, (*range(1, 9), 999)))),
    Row("api_people.show_mandate", _api_of("/mandates/{}", *map(str, (*range(1, 9), 999)))),
    Row("api_absences.index", _api_of("/absences{}", "", "?worth=counts", "?size=1")),
    Row("api_absences.list_acts", _api_of("/absences/acts{}", "", "?fields=items")),
    Row("api_representations.index", _api_of("/representations{}", "", "?worth=counts", "?size=1")),
    Row("api_representations.show", _api_of("/representations/{}", "1", "999")),
    Row("api_absences.show", _api_of("/absences/{}", "1", "2", "999")),
    Row("api_webhooks.index", _api_of("/webhooks{}", "", "?state=active")),
    Row("api_webhooks.show", _api_of("/webhooks/{}", "1", "2", "999")),
    Row("api_webhooks.list_messages", _api_of("/webhooks/{}/messages", "1", "2", "999")),
    Row("api_drills.index", _api_of("/drills{}", "", "?size=1")),
    Row("api_drills.list_asked", _api_of("/drills/asked{}", "")),
    Row("api_drills.show", _api_of("/drills/{}", "1", "999")),
    Row("api_tokens.index", _api_tokens),
)
"""The own party's house, as machines read it: of others what the directory shows."""


ROWS = (
    *PUBLIC_ROWS,
    *LOG_ROWS,
    *API_HOUSE_ROWS,
    Row("outputs.index", _get("/reports")),
    Row("outputs.show", _get("/reports/files/nosuch")),
    Row("outputs.take", lambda _told: iter([("POST", "/reports/files/nosuch/take", {})])),
    Row("audit_log.ask", _audits),
    Row("audit_log.make", _audits_made),
    Row("reports.new", _built),
    Row(
        "reports.new",
        _drawn_reports,
        "size and root of the public checkpoint stand in the annex, and in the digest over all; figures are compared",
    ),
    Row("reports.figure", _figures),
    Row("reports.make", _made),
    Row("reports.make_of_case", _made_of_cases),
    Row("api_token.show", _get(f"{API}/token")),
    Row("api_desk.show", _get(f"{API}/desk")),
    Row("api_cases.index", _api_lists),
    Row("api_cases.show", _api_cases),
    Row("api_looks.index", _get("/api/v1/looks")),
    Row("api_looks.list_accesses", _get("/api/v1/looks/accesses")),
    Row("api_looks.list_of_case", _api_looks_of_cases),
    Row("api_cases.list_acts", _api_timelines),
    Row("api_acts.show", _api_acts),
    Row("api_acts.take", _api_refusals),
    Row("api_days.show_case", _api_parts(*(f"on/{day}" for day in DAYS[:4]))),
    Row("api_days.show_desk", _get(*(f"{API}/desk/on/{day}" for day in DAYS))),
    Row("api_tracks.index", _api_parts("tracks", "tracks?size=1")),
    Row("api_tracks.show", _api_tracks),
    Row("api_filings.index", _api_parts("filings", "filings?size=1&after=1", "filings?party=KOR", "filings?kind=odd")),
    Row("api_filings.show", _api_of_acts("filing", most=6)),
    Row("api_deadlines.index", _api_deadlines),
    Row("api_deadlines.list_of_case", _api_parts("deadlines", "deadlines?size=1")),
    Row("api_service.index", _api_services),
    Row("api_service.list_of_case", _api_parts("service", "service?n=1", "service?stands=open&party=KOR")),
    Row("api_rehearsals.rehearse", _api_rehearsed),
    Row("api_rooms.index", _api_parts("rooms")),
    Row("api_rooms.list_beside", _api_parts("beside")),
    Row("api_rooms.open_room", _api_rooms_opened),
    Row("api_sheets.index", _api_parts("sheets")),
    Row("api_sheets.show", _api_parts(*(f"sheets/{key}" for key in API_SHEETS))),
    Row("api_formal.give", _api_of_acts("paper.html", "paper.html?copy_of=KOR", most=2)),
    Row("api_formal.give_draft", _api_of_drafts("paper.html")),
    Row("api_formal.give_statement", _api_of_acts("statement.txt", most=3)),
    Row("api_affected.show", _api_of_drafts("affected")),
    Row("api_papers.index", _get(f"{API}/papers", f"{API}/papers?after=PAP-2026-NOSUCH")),
    Row("api_papers.show", _get(f"{API}/papers/{PAPER}", f"{API}/papers/PAP-2026-NOSUCH")),
    Row("api_papers.give_scan", _get(f"{API}/papers/{PAPER}/scan", f"{API}/papers/PAP-2026-NOSUCH/scan")),
    Row("api_papers.give_scan_of_act", _api_of_acts("papers/PAP-2026-NOSUCH", most=2)),
    Row("api_papers.choose", _api_attached),
    Row("api_papers.object_to", _api_objections),
    Row("api_drafts.show", _api_drafts),
    Row("api_drafts.replace_text", _api_others_papers),
    Row("api_documents.give", _api_documents),
    Row("api_procedures.show_edition", _api_editions),
    Row(
        "api_exchange.take_notices",
        _get(f"{API}/exchange/notices", f"{API}/exchange/notices?documents=true&role=addressed"),
    ),
    Row("api_exchange.bring_notices", _api_brought),
    Row(
        "api_exchange.take_contacts",
        _get(f"{API}/exchange/contacts", *(f"{API}/exchange/contacts?party={key}" for key in ("JPN", "KOR", "NOSUCH"))),
    ),
    Row("api_exchange.take_register", _get(f"{API}/exchange/lunar", f"{API}/exchange/lunar?form=geojson")),
    Row("api_parties.index", _get(f"{API}/parties")),
    Row("api_parties.show", _get(f"{API}/parties/JPN", f"{API}/parties/KOR", f"{API}/parties/NOSUCH")),
    *(Row(*one) for one in AROUND),
    Row("tokens.index", _get("/my-party/tokens")),
    Row("desk.show", _get("/desk", *(f"/desk?as_of={day}" for day in DAYS))),
    Row("overview.show", _get("/overview")),
    Row("silence.board", _get("/silence")),
    Row("home", _get("/")),
    Row("cases.index", _lists),
    Row("search.show", _searched),
    Row("cases.show", _cases),
    Row("cases.show", _on_other_days),
    Row("calendar.show", _calendar),
    Row("calendar.take_away", _calendar_files),
    Row("feeds.give", _get(*(f"/feeds/{OWN_FEED}{kind}.ics" for kind in KINDS_OF_FEED))),
    Row("practice.show", _get("/practice")),
    Row("practice.answer", _answers),
    Row("feeds.show", _get("/my-feeds")),
    Row("cases.sheet", _sheets),
    Row("cases.act", _acts),
    Row("cases.statement", _statements),
    Row("formal.show", _papers_of_acts),
    Row("formal.give", _files_of_acts),
    Row("cases.ask_step", _steps),
    Row("notices.new", _new_notices),
    Row("editions.list_editions", _get(*(f"/procedures/{key}/editions" for key in EDITIONS_OF))),
    Row("editions.compare", _get(*(f"/procedures/{key}@{day}/against/{key}" for key in EDITIONS_OF for day in DAYS))),
    Row("library.list_agreements", _get("/agreements")),
    Row("library.show_agreement", _agreements),
    Row("lunar.index", _register),
    Row("lunar_atom.give", _get("/lunar/feed.atom", "/lunar/feed.atom?after=LUN-0001")),
    Row("exchange.index", _get("/exchange")),
    Row(
        "exchange.take_notices",
        _get(
            *(f"/exchange/notices.json?{asked}" for asked in ("", "documents=yes", "role=addressed", "before=nosuch"))
        ),
    ),
    Row("exchange.bring_notices", _brought),
    Row("exchange.take_contacts", _get("/exchange/contacts.csv")),
    Row(
        "exchange.bring_contacts",
        lambda _told: iter(
            [("POST", "/exchange/contacts", {"do": "look", "text": "organ,channel,address\nMFA,mail,x"})]
        ),
    ),
    Row("lunar_exchange.take_away", _get("/lunar/export.csv", "/lunar/export.geojson", "/lunar/export.csv?state=KOR")),
    Row("lunar_exchange.ask_import", _get("/lunar/import")),
    Row("lunar_exchange.run_import", _imports),
    Row("lunar.show_map", _maps),
    Row("lunar.show", _activities),
    Row("lunar.screen", _plans),
    Row("lunar.run_screen", _screened),
    Row("drafts.show", _drafts),
    Row("drafts.before_sending", _sending),
    Row("formal.show_draft", _papers_of_drafts),
    Row("formal.give_draft", _files_of_drafts),
    Row("affected.show", _affected),
    Row("affected.decide", _decided),
    Row("register.begin", _begun),
    Row("documents.give", _documents),
    Row("objects.index", _get("/objects", "/objects?words=sputnik&state=USA")),
    Row("neutrals.index", _get("/neutrals", "/neutrals?serving=mediator&language=en&order=since")),
    Row("parties.index", _get("/parties")),
    Row("directory.index", _get("/directory", "/directory?state=expiring", "/directory?party=JPN&channel=mail")),
    Row("papers.index", _get("/papers")),
    Row("papers.show", _get(f"/papers/{PAPER}", "/papers/PAP-2026-NOSUCH")),
    Row("papers.give_scan", _get(f"/papers/{PAPER}/scan", "/papers/PAP-2026-NOSUCH/scan")),
    Row("papers.choose", _attached),
    Row("papers.give_scan_of_act", _scans),
    Row("secretariat.show", _get("/desk/secretariat")),
    Row("secretariat.retry", _given_up),
    Row("operations.show", _get("/operations")),
    Row("operations.retry", _tried_again),
    Row("drills.show", _get("/drills/1")),
    Row("parties.show", _get("/parties/JPN", "/parties/KOR", "/parties/NOSUCH")),
    Row(
        "reciprocity.show", _get(*(f"/parties/{key}/between" for key in ("JPN", "FRA", "KOR", "BRA", "OOSA", "NOSUCH")))
    ),
    Row("organ_keys.show", _get("/parties/JPN/organs/MOFA/keys", "/parties/NOSUCH/organs/MOFA/keys")),
    Row("people.index", _get("/my-party")),
    Row("keeping.show", _get("/my-party/personal-data")),
    Row("my_data.show", _get("/my-settings/data")),
    Row("watched.index", _get("/my-party/looks", "/my-party/looks?before=9")),
    Row("watched.of_case", _looks_of_cases),
    Row("absences.index", _get("/my-party/absences")),
    Row("representations.index", _get("/my-party/representations")),
    Row("handing.show", _get("/handing-on")),
    Row("webhooks.index", _get("/my-party/webhooks")),
    Row("webhooks.show", _endpoints),
    Row("cases.take", _refusals),
    Row("drafts.save", _others_papers),
    Row("clearance.queue", _get("/clearance")),
    Row("clearance.show_lane", _get("/my-party/clearance")),
    Row("clearance.show", _of_drafts("/clearance")),
    Row("clearance.pass_on", _in_clearance),
    Row("clearance.change_lane", _lanes),
    Row("api_clearance.index", _get(f"{API}/clearance")),
    Row("api_clearance.show_lane", _get(f"{API}/clearance/lane")),
    Row("api_clearance.show", _api_of_drafts("clearance")),
    Row("api_clearance.move", _api_in_clearance),
    Row("rooms.open_room", _rooms),
    Row("record.index", _get("/audit"), "how many entries of others there are is public, and so is their hash"),
    Row("record.index", _record),
    Row("record.entry", _logged),
    Row("record.give_leaf", _public("leaf"), "the published leaf: digests over random salts"),
    Row("record.give_receipt", _public("receipt"), "a proof made of public hashes, and signatures over them"),
    Row("record.give_openings", _openings, "values under random salts; read in their decoded form"),
    Row("receipts.receipt", _receipts),
    Row("record_checks.ask_check", _get("/audit/check")),
    Row("record_checks.check", _checked),
    Row("record_checks.ask_compare", _get("/audit/compare")),
    Row("record_checks.compare", _compared),
    Row("record_checks.give_policy", _get("/audit/policy.txt")),
    Row("taking.ask", _takings),
    Row("imports.index", _imported),
    Row("imports.show", _imported),
    Row("imports.give", _of_imports),
    Row("imports.check", _import_checks),
    Row("taking.take", _taken),  # last: each is entered in the log of who takes it, with a digest over random salts
    *(Row(*one) for one in MARKS),
    Row("desk.mark", _marked),
    Row("desk.show", _get("/desk")),
    Row("errors", _get("/nosuch", "/cases/", "/cases/a/b/c/d")),
)

WITHOUT_CASE_DATA = {
    **WITHOUT,
    "public.about": "what the register is, the same for everybody",
    "public_files.give_schema": "the form of what the register gives, the same for everybody",
    "robots.give_robots": "which addresses are for search engines, the same for everybody",
    "api_log.give_checkpoint": "origin, size and root of the log, with signatures: the same for everybody",
    "api_log.give_tile": "sealed leaves and hashes, the same for everybody",
    "api_log.list_witnesses": "sizes and roots that are published, and who cosigned them: the same for everybody",
    "api_checks.give_verifier": "a file of the product, the same for everybody",
    "api_document.give": "drawn from the catalogue and the code, the same for everybody",
    "api_exchange.give_schema": "drawn from the catalogue, not from cases",
    "exchange.give_schema": "drawn from the catalogue, not from cases",
    "api_procedures.index": "drawn from the catalogue, not from cases",
    "api_procedures.show": "drawn from the catalogue, not from cases",
    "interface.show": "drawn from the document of the API",
    "tokens.show": "the tokens on one's own mandates",
    "static": "files of the product, the same for everybody",
    "figures_at.give": "numbers of processes and queues, to whoever has the token of the installation",
    "health.live": "says that the process answers",
    "health.ready": "says whether visitors may be sent here",
    "audit.give_checkpoint": "origin, size and root of the log, with signatures: how many entries there are is public",
    "record_checks.give_verifier": "a file of the product, the same for everybody",
    "audit.give_tile": "sealed leaves, each of the same shape and nearly the same size, under fresh salts; and hashes",
    "witnesses.show": "sizes and roots that are published, and who cosigned them: the same for everybody",
    "drills.ask": "the contact point that a one-time link was sent to, and no case",
    "drills.ask_start": "the names of all parties, as in the directory",
    "papers.ask": "an empty form over the names of all parties",
    "signin.ask": "the empty form of whoever is not signed in",
    "signin.read_link": "the form behind a one-time link, which names its own person",
    "second.ask": "the form of a second factor, which names nobody",
    "proving.ask": "the form by which whoever is signed in proves it again",
    "watched.mine": "which cases staff was given access to in an emergency; there is none in these worlds",
    "watched.read": "a case under an access in an emergency; there is none in these worlds, see test_watched.py",
    "providers.index": "which parties have an identity provider, the same for everybody",
    "providers.ask": "the way to the identity provider of one party, the same for everybody",
    "providers.come_back": "what an identity provider answered to this browser",
    "provider_settings.show": "the identity provider of one's own party",
    "factors.show": "one's own passkeys and sessions",
    "factors.show_codes": "one's own secret, until its first code",
    "signin.list_capacities": "the mandates of the person who is signed in",
    "advice.ask": "drawn from the catalogue and the treaty tables, over one's own words",
    "library.index": "drawn from the catalogue, not from cases",
    "library.show_procedure": "drawn from the catalogue, not from cases",
    "library.download": "drawn from the catalogue, not from cases",
    "library.list_instruments": "drawn from the shipped instruments",
    "library.show_instrument": "drawn from the shipped instruments",
    "library.show_provision": "drawn from the shipped instruments and the catalogue",
    "library.list_charters": "drawn from the shipped charters",
    "library.show_charter": "drawn from the shipped charters",
    "library.compare_charters": "drawn from the shipped charters",
    "members.show_asked": "what one's own party asks of sign-in, and who has what",
    "members.show": "how one person of one's own party signs in",
    "people.show": "one person of one's own party, with mandates",
    "people.ask_person": "an empty form",
    "people.ask_mandate": "a form over one's own party's organs",
    "absences.ask": "a form over one's own party's mandates",
    "delegations.ask": "a form over one's own party's mandates",
    "delegations.give_document": "the document of a mandate of one's own party",
    "representations.ask": "an empty form",
    "representations.give_document": "the document of an arrangement of one's own party",
    "absences.ask_end": "one substitution of one's own party; of its cases those that the reader may know",
    "people.ask_revocation": "one mandate of one's own party",
    "preferences.show": "one's own settings, and the contact points of one's own party",
    "organs.ask_organ": "an empty form",
    "organs.ask_contact": "a form over one's own party's organ",
    "webhooks.ask": "an empty form",
    "pattern.show": "invented examples of the pieces of a page",
}
