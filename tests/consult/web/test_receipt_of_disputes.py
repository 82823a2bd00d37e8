"""Receipt of a notice of dispute by proof: each respondent's opening counts, and the stage runs from the last."""

from datetime import timedelta

from consult import clock
from consult.db import reading
from consult.docket.replaying import Openings, replay_cases
from consult.jobs import Jobs
from consult.log.verify import verify
from tests.consult.web.consulted import FRANCE, JAPAN, KOREA, acting, docket, moment, take
from tests.consult.web.test_receipt_by_proof import jobs as jobs
from tests.consult.web.test_receipt_by_proof import open_act, receipts, work
from tests.consult.web.world import World


def disputed(world: World) -> tuple[str, int]:
    """Serve Japan's notice of dispute on Korea and France on 20 November 2026; give the reference and the act."""
    at = moment("2026-11-20")
    ref = str(docket(world).open(acting(world, JAPAN, at), "settlement", at=at, title="").ref)
    return ref, take(world, JAPAN, "2026-11-20", ref, "serve_notice_of_dispute", respondents=["KOR", "FRA"])


def shown(world: World, ref: str, day: str) -> str:
    """Read the page of the case as Japan."""
    with clock.frozen(moment(day)):
        return world.signed_in(JAPAN).get(f"/cases/{ref}").text


def test_late_service_on_one_respondent_moves_the_stage_and_the_case_says_why(berths: World, jobs: Jobs) -> None:
    """Korea opens on the 21st, France on the 27th: sixty days end with 26 January 2027, counted from proven receipt."""
    ref, n = disputed(berths)
    work(jobs, moment("2026-11-20") + timedelta(seconds=3))
    open_act(berths, jobs, KOREA, "2026-11-21", ref, n)
    assert "26 January 2027" not in shown(berths, ref, "2026-11-22")
    open_act(berths, jobs, FRANCE, "2026-11-27", ref, n)

    assert [moment("2026-11-21"), moment("2026-11-27")] == [one.on_at for one in receipts(berths)]
    page = shown(berths, ref, "2026-11-28")
    assert "26 January 2027" in page
    assert "from proven receipt" in page
    assert "Receipt proved: opened here by France" in page
    with reading(berths.engine) as conn:
        assert verify(conn, replay=Openings(conn)).sound
        assert [] == list(replay_cases(conn))


def test_who_does_not_open_is_not_taken_to_have_received(berths: World, jobs: Jobs) -> None:
    """France opens nothing: the stage has not begun, and Japan may still record another proof."""
    ref, n = disputed(berths)
    open_act(berths, jobs, KOREA, "2026-11-21", ref, n)
    assert ["clock"] == [one.party for one in receipts(berths)]
    take(berths, JAPAN, "2026-11-30", ref, "record_receipt", "respondent:FRA")
    assert "29 January 2027" in shown(berths, ref, "2026-12-01")
