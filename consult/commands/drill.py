"""`consult drill`: begin a drill of contact points, as the installation itself."""

import click
from flask.cli import with_appcontext

from consult import clock
from consult.commands.installation import refusals_as_sentences
from consult.delivery import drills
from consult.delivery.reachability import points_of
from consult.i18n import _, ngettext, write_instant
from consult.web.parts import parts, reader, writing


@click.command("drill")
@click.option("--party", "parties", multiple=True, help="Key of a party, may be repeated; left out: all parties.")
@with_appcontext
def drill(parties: tuple[str, ...]) -> None:
    """Ask contact points to answer, as a drill that never counts as service."""
    at, chosen = clock.now(), tuple(key.upper() for key in parties) or None
    days, exercise = parts().settings.drills.days, parts().settings.exercise
    with refusals_as_sentences(_("There is no such party.")), writing() as conn:
        number = drills.start(conn, None, at, parties=chosen, days=days, exercise=exercise)
    points = points_of(reader(), number)
    asked = ngettext("%(num)s contact point is asked.", "%(num)s contact points are asked.", len(points))
    click.echo(f"{asked} {_('The drill closes on %(day)s.', day=write_instant(points[0].closes_at))}")
    if by_hand := sum(one.way == drills.HAND for one in points):
        click.echo(_("%(count)s of them the secretariat tries by hand, on its desk.", count=by_hand))
