"""Lists of files that were asked for: each reader has all of his own in them, however many others asked for, and none
of theirs, nor a way on that tells of them."""

import pytest
from sqlalchemy import insert

from consult import clock
from consult.models.outputs import OUTPUT
from consult.outputs.rows import GONE
from consult.people.tokens import NewToken, issue_token
from consult.personal.maker import PERSONAL, question_of
from tests.consult.api.machine import LAST_DAY, Machine, machine, standing_of
from tests.consult.api.test_files import REPORT, asked_for, ref_of
from tests.consult.api.test_files import asks as asks
from tests.consult.web.consulted import landing, moment
from tests.consult.web.submitted import consent, submission
from tests.consult.web.world import World

JAPAN, DRAFTER = "all@jpn.example", "draft@jpn.example"
MANY = 60
"""More than a list shows at once."""


def busy(world: World, email: str, what: str = PERSONAL) -> None:
    """Let somebody of Japan have asked, by 27 November 2026, for many files, of what is kept of him or of another
    kind."""
    by, at = standing_of(world, email), moment("2026-11-27")
    row = {"party": by.party_key, "person_id": by.person_id, "what": what, "title": "A file", "state": GONE}
    times = dict.fromkeys(("asked_at", "changed_at", "expires_at"), at)
    question = question_of(by.person_id, by.party_key, at, "en")
    with world.writing() as connection:
        for number in range(MANY):
            connection.execute(insert(OUTPUT).values({**row, **times, "key": f"{number:020x}", "question": question}))


def narrowed(asks: Machine) -> Machine:
    """Give a system of Japan that may deal with one case alone."""
    by, world, one = standing_of(asks.world, JAPAN), asks.world, ref_of(asks)
    with world.app.app_context(), world.writing() as connection:
        new = NewToken("person", "Narrow", by.mandate_id, (), LAST_DAY, cases=(one,))
        return Machine(world, issue_token(connection, by, new, clock.now()))


def listed(asks: Machine, size: int) -> list[list[str]]:
    """Give the keys of the files that a system is shown, page by page."""
    pages, address = [], f"/api/v1/files?size={size}"
    while address:
        page = asks.given(address)
        pages.append([one["key"] for one in page["items"]])
        address = page["next"] or ""
    return pages


def test_a_list_of_files_is_full_and_leads_nowhere_because_of_files_that_its_reader_may_not_have(asks: Machine) -> None:
    """20 November 2026: between two bundles of the one case lie two reports of all; the system of that case has a page
    of each bundle, and no page that is empty or follows on nothing."""
    narrow, mine = narrowed(asks), []
    for _time in range(2):
        mine.append(asked_for(narrow, f"/api/v1/cases/{ref_of(asks)}/bundle", {})["key"])
        asked_for(asks, "/api/v1/reports", REPORT)

    assert [[mine[1]], [mine[0]]] == listed(narrow, 1)
    assert [[mine[1], mine[0]]] == listed(narrow, 2)
    assert [3, 1] == [len(page) for page in listed(asks, 3)]


def test_a_list_that_is_to_go_on_from_a_file_that_is_removed_or_anothers_says_so(asks: Machine) -> None:
    """Whoever removes each page that he was shown is not told then that there is nothing more."""
    narrow = narrowed(asks)
    for _time in range(2):
        asked_for(asks, "/api/v1/reports", REPORT)
    first = asks.given("/api/v1/files?size=1")
    key = first["items"][0]["key"]
    of_others = narrow.get(f"/api/v1/files?after={key}")
    assert 204 == asks.ask("DELETE", f"/api/v1/files/{key}").status_code

    gone, none = asks.get(first["next"]), narrow.get("/api/v1/files?after=0123")

    assert [422, 422, 422] == [one.status_code for one in (gone, of_others, none)]
    assert ["after"] == [fault["parameter"] for fault in gone.json["faults"]]
    assert of_others.json["faults"] == none.json["faults"]


def test_the_page_of_reports_shows_ones_own_however_many_files_colleagues_had_made_of_themselves(asks: Machine) -> None:
    """A report of 20 November 2026; by the 27th the drafter asked sixty times for what is kept of her."""
    key = asked_for(asks, "/api/v1/reports", REPORT)["key"]
    busy(asks.world, DRAFTER)

    assert f'id="output-{key}"' in asks.world.signed_in(JAPAN).get("/reports").text


def test_the_page_of_ones_own_data_shows_the_own_file_however_many_reports_colleagues_asked_for(asks: Machine) -> None:
    """The drafter's file of 20 November 2026 is there to be taken after sixty others."""
    drafter = asks.world.signed_in(DRAFTER)
    assert 303 == drafter.post("/my-settings/data/export", form_at="/my-settings/data").status_code
    shown = drafter.get("/my-settings/data").text.count("/my-settings/data/files/")
    busy(asks.world, JAPAN)

    assert shown
    assert shown == drafter.get("/my-settings/data").text.count("/my-settings/data/files/")


@pytest.mark.parametrize("others", [False, True])
def test_a_submission_knows_its_last_report_however_many_files_were_asked_for_since(
    berths: World, others: bool
) -> None:
    """Made on 3 December 2026; on the 4th Korea's consent is taken back, and the sheet says that the report differs."""
    ref = submission(berths, landing(berths))
    consent(berths, ref, "FRA")
    with clock.frozen(moment("2026-12-03")):
        asked_for(machine(berths, JAPAN), f"/api/v1/cases/{ref}/report", {"formats": ["json"]})
    if others:
        busy(berths, DRAFTER)
    consent(berths, ref, "KOR")
    with clock.frozen(moment("2026-12-04")):
        page = berths.signed_in(JAPAN).get(f"/cases/{ref}/sheets/report").text

    assert "Cases that are told now and were not: 1." in page
