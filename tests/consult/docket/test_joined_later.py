"""What a party that joins a dispute later is served with: what opened it, and no offer made before it came."""

import random
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from consult import casebook, clock
from consult.db import reading, writing
from consult.docket import Docket
from consult.models.cases import CASES
from consult.visibility import Viewer
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT
from tests.house.rooms_world import Disputed

DAY = timedelta(days=1)


def test_a_party_that_joins_reads_the_notice_and_no_offer_made_before(tmp_path: Path) -> None:
    """Japan offers France half without prejudice; Korea is admitted the day after, and reads the offer of the day
    after that. Told in a dispute that is known to all, so that Korea can ask to take part.
    """
    with clock.frozen(AT):
        world = build_cases(tmp_path)
        docket = Docket(
            world.engine, tmp_path, world.app.extensions["consult"].settings.procedures, random.Random(9).choice
        )
        told = Disputed(world, docket, docket)
        told.open("JPN", "settlement", "dispute", AT - 9 * DAY, agreement="gen")
        told.take("JPN", "dispute", "serve_notice_of_dispute", AT - 9 * DAY, respondents=["FRA"])
        told.take("FRA", "dispute", "acknowledge", AT - 8 * DAY, "respondent:FRA")
        told.take("JPN", "dispute", "make_offer", AT - 7 * DAY, terms="Half of it.")
        with writing(world.engine) as conn:
            conn.execute(update(CASES).values(existence="C0"))
        told.take("KOR", "dispute", "request_join", AT - 6 * DAY)
        told.together("dispute", "admit_entrant", AT - 5 * DAY, "entrant:KOR")
        later = told.take("JPN", "dispute", "make_offer", AT - 4 * DAY, terms="A third of it.")

        with reading(world.engine) as conn:
            by = told.by("KOR")
            seen = told.docket.see(conn, by, told.refs["dispute"], AT)
            acts = [entry.act for entry in casebook.entries_of(conn, Viewer.of(by), seen.row, newest_first=False)]
    world.engine.dispose()

    assert "serve_notice_of_dispute" in [act.step for act in acts]
    assert [later] == [act.n for act in acts if act.step == "make_offer"]
