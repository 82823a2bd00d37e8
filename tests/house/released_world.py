"""A notice that was released to everybody, in the world of secrets: beside what is public, papers and acts that are
not, which whoever is not signed in learns nothing of."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.house.outputs_world import Secrets

EVERYBODY = ("BRA", "FRA", "JPN", "KOR", "OOSA")
"""Whoever acts for a party may know of a public case, and reads what is filed with its public acts."""
TITLE = "A launch that everybody may read of"
LIFT_OFF = {"at": "2027-06-01T09:00:00+00:00", "zone": "UTC"}


def release(told: "Secrets") -> None:
    """Send Japan's notice to Korea in public, with a paper for the parties alone; Korea answers between the two."""
    two = told.mark("tcbm", "C2", "JPN", "KOR")
    told.open("JPN", "tcbm", "released", "A notice in preparation")
    told.take("JPN", "released", "clear", begins_at=LIFT_OFF)
    paper = told.attach("JPN", "released", "for parties", two, "C2")
    given = {"notice_title": TITLE, "addressees": ["KOR"], "sharing": "public", "begins_at": LIFT_OFF}
    n = told.take("JPN", "released", "send", document=paper, **given)
    told.file("released", "for parties", n)
    told.take("KOR", "released", "make_statement", text=two)


def release_more(told: "Secrets") -> None:
    """Add what is between Japan and Korea; and for whoever is not signed in a copy for Brazil: that it takes part every
    party may know, the public not."""
    told.take("KOR", "released", "make_statement", text="One more")
    if told.changed_for is not None and not told.changed_for.party:
        told.take("BRA", "released", "request_copy")
