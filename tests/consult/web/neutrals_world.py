"""A dispute between Japan and France in mediation, and a roster with two neutrals and one who has left it."""

from datetime import date, datetime, timedelta
from pathlib import Path

from consult import people
from consult.people import NewNeutral, NewParty
from tests.consult.web.cases_world import build_cases
from tests.consult.web.world import AT, PASSWORD, World
from tests.house.rooms_world import MAIL, START, Disputed

MEDIATOR, ARBITRATOR, RETIRED = "NEU-ONE", "NEU-TWO", "NEU-PAST"
REGISTRY = NewParty("PCA", "House of mediation", "body", "UTC", "NL", ("en",))
LISTED = (
    NewNeutral(MEDIATOR, "A mediator of the roster", "one@neutral.example", ("mediator", "conciliator"), ("BRA",),
               ("en", "fr"), "Spectrum, launch safety", "Letter of 2 January 2026", date(2026, 1, 2), "PCA"),
    NewNeutral(ARBITRATOR, "An arbitrator of the roster", "two@neutral.example", ("arbitrator",), ("KOR", "ZAF"),
               ("en", "es"), "Liability", "Letter of 3 December 2025", date(2025, 12, 3)),
    NewNeutral(RETIRED, "A former neutral", "past@neutral.example", ("mediator",), ("IND",), ("en",), "",
               "Letter of 4 January 2025", date(2025, 1, 4)),
)  # fmt: skip
LEFT = date(2026, 6, 30)


def build_roster(folder: Path) -> Disputed:
    """Build the offices, the roster, and a dispute until mediation runs, with nobody in the middle yet."""
    world = build_cases(folder)
    list_all(world)
    docket = world.app.extensions["consult"].docket
    told = Disputed(world, docket, docket)
    told.open("JPN", "settlement", "dispute", START, agreement="un-charter-33")
    told.take("JPN", "dispute", "serve_notice_of_dispute", START, dispute_title="Crew time", respondents=["FRA"])
    told.take("FRA", "dispute", "acknowledge", day(1), "respondent:FRA")
    told.together("dispute", "go_to_stage", day(2), "stage:mediation")
    return told


def list_all(world: World) -> None:
    """List everybody, let each set a password, and retire the third."""
    word = world.app.extensions["consult"].passwords.hash(PASSWORD, "")
    with world.app.app_context(), world.writing() as conn:
        people.add_party(conn, REGISTRY)
        for new in LISTED:
            link = people.issue_link(conn, None, people.add_neutral(conn, new, AT), AT)
            people.redeem_link(conn, link.token, word, AT)
            MAIL[new.key] = new.email
        people.retire_neutral(conn, RETIRED, LEFT)


def nominate(told: Disputed) -> None:
    """Both parties nominate the mediator."""
    asked = {"neutral": MEDIATOR, "mandate": "Crew time of the next two increments.", "until_on": "2027-01-31"}
    told.together("dispute", "nominate_mediator", day(3), "stage:mediation", **asked)


def seat(told: Disputed) -> None:
    """The mediator discloses and takes office."""
    told.take(MEDIATOR, "dispute", "take_office_as_mediator", day(4), f"mediator:{MEDIATOR}", disclosure="None.")


def day(days: int) -> datetime:
    """Give the moment so many days after the dispute began."""
    return START + timedelta(days=days)
