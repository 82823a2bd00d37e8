"""`consult people`: record the first people of an installation and issue their one-time links."""

from datetime import date, datetime

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult import people as register
from consult.commands.installation import Refusal, refusals_as_sentences
from consult.i18n import LANGUAGE_NAMES, _, write_instant
from consult.people import CAPACITIES, LEVELS, Link, NewMandate, NewPerson
from consult.web.parts import parts, reader, writing

people = AppGroup("people", help="People, their mandates and one-time links.")


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    """Take the date out of what the option gives."""
    return value.date() if value else None


_DATE = click.DateTime(["%Y-%m-%d"])


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Name as it stands beside the person's acts.")
@click.option("--party", required=True, help="Key of the party.")
@click.option("--organ", required=True, help="Key of the organ.")
@click.option("--office", required=True, help="Office in which the person acts, such as Liaison.")
@click.option(
    "--capacity", "capacities", multiple=True, required=True, type=click.Choice(CAPACITIES), help="May be repeated."
)
@click.option("--level", default="treaty", type=click.Choice(LEVELS), help="Level at which dispatch counts.")
@click.option("--through-systems", is_flag=True, help="A system may dispatch, act in an office or manage under it.")
@click.option("--instrument", required=True, help="What the mandate rests on, such as a letter and its date.")
@click.option("--from", "valid_from", type=_DATE, callback=_day, help="First day, year-month-day; today if left out.")
@click.option("--until", "valid_until", type=_DATE, callback=_day, help="Last day; left out: until revoked.")
@click.option("--language", default="en", type=click.Choice(list(LANGUAGE_NAMES)), help="Language of the pages.")
@with_appcontext
def add(email: str, name: str, party: str, organ: str, language: str, **mandate: object) -> None:
    """Record a person with a mandate; for a known EMAIL the mandate is added to that person."""
    at = clock.now()
    unknown = _("There is no organ %(organ)s of a party %(party)s.", organ=organ, party=party)
    with refusals_as_sentences(unknown), writing() as conn:
        zone = register.find_party(conn, party.upper()).zone
        found = register.find_organ(conn, party.upper(), organ.upper())
        mandate["valid_from"] = mandate["valid_from"] or clock.today(zone)
        person_id = register.add_person(conn, NewPerson(name, email, language), at)
        register.record_mandate(conn, None, person_id, NewMandate(organ_id=found.id, **mandate), at)  # type: ignore[arg-type] # click checked each option
    click.echo(_("%(name)s is recorded. Next: consult people invite %(email)s", name=name, email=email.lower()))


@people.command("invite")
@click.argument("email")
@with_appcontext
def invite(email: str) -> None:
    """Print a one-time link with which EMAIL sets a first password."""
    _print_link(email, has_password=False)


@people.command("reset")
@click.argument("email")
@with_appcontext
def reset(email: str) -> None:
    """Print a one-time link with which EMAIL sets a new password."""
    _print_link(email, has_password=True)


def _print_link(email: str, *, has_password: bool) -> None:
    """Issue a link and print it, this once."""
    with refusals_as_sentences(_("There is no person with the mail address %(email)s.", email=email)):
        person = register.find_person_by_mail(reader(), email)
        if (person.password_hash is not None) != has_password:
            raise Refusal(_already(has_password))
        with writing() as conn:
            link = register.issue_link(conn, None, person.id, clock.now())
    show_link(link)


def show_link(link: Link) -> None:
    """Print a link with how long it works."""
    click.echo(_address(link))
    click.echo(
        _(
            "Works once, until %(until)s. It is not kept and cannot be shown again.",
            until=write_instant(link.expires_at),
        )
    )


def _already(wants_reset: bool) -> str:
    """Say which of the two commands is the right one."""
    if wants_reset:
        return _("This person has no password yet: consult people invite")
    return _("This person has a password already: consult people reset")


def _address(link: Link) -> str:
    """Answer the full address of a link."""
    settings = parts().settings
    start = f"https://{settings.host_name}" if settings.https else f"http://localhost:{settings.port}"
    return f"{start}/link/{link.token}"
