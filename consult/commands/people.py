"""`consult people`: record the first people of an installation and issue their one-time links."""

import tempfile
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from consult import clock
from consult import people as register
from consult.accounts import recovering
from consult.commands.installation import Refusal, refusals_as_sentences
from consult.i18n import LANGUAGE_NAMES, _, write_instant
from consult.people import CAPACITIES, LEVELS, Link, NewMandate, NewPerson
from consult.personal import wishes
from consult.personal.maker import enter_export, export_person
from consult.personal.rules import days_of
from consult.refusals import Malformed
from consult.web.parts import parts, reader, writing
from workflows.kernel.powers import DELEGATION, POWERS

RECORDED = [one for one in POWERS if one != DELEGATION]
"""Kinds of instruments that the operator records; a delegation is the holder's or the manager's."""
people = AppGroup("people", help="People, their mandates and one-time links.")


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    """Take the date out of what the option gives."""
    return value.date() if value else None


_REASON = click.option("--reason", default="", help="Why the host does it; the party reads it.")
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
@click.option("--kind", default="standing", type=click.Choice(RECORDED), help="Kind of instrument.")
@click.option("--case", "cases", multiple=True, help="Reference of a case to which it is limited; may be repeated.")
@click.option("--instrument", required=True, help="What the mandate rests on, such as a letter and its date.")
@click.option("--from", "valid_from", type=_DATE, callback=_day, help="First day, year-month-day; today if left out.")
@click.option("--until", "valid_until", type=_DATE, callback=_day, help="Last day; left out: until revoked.")
@click.option("--language", default="en", type=click.Choice(list(LANGUAGE_NAMES)), help="Language of the pages.")
@_REASON
@with_appcontext
def add(email: str, name: str, party: str, organ: str, language: str, reason: str, **mandate: object) -> None:
    """Record the first people of a party with their mandates; for a known EMAIL the mandate is added to that person.

    A party that has a manager records its people itself, on its page. One that has lost its last manager asks for a
    reason, which stands on its page.
    """
    at = clock.now()
    unknown = _("There is no organ %(organ)s of a party %(party)s.", organ=organ, party=party)
    with refusals_as_sentences(unknown):
        found = register.find_organ(reader(), party.upper(), organ.upper())
        mandate["valid_from"] = mandate["valid_from"] or clock.today(register.find_party(reader(), party.upper()).zone)
        mandate["cases"] = mandate["cases"] or None
        new = NewMandate(organ_id=found.id, **mandate)  # type: ignore[arg-type] # click checked each option
        if faults := register.faults_of_mandate(reader(), None, new, at):
            raise Malformed(faults)
        with writing() as conn:
            person_id = register.add_person(conn, NewPerson(name, email, language), at)
            recovering.require_first(conn, [found.party_key], person_id, reason, at)
        with writing() as conn:
            register.record_mandate(conn, None, person_id, new, at)
    click.echo(_("%(name)s is recorded. Next: consult people invite %(email)s", name=name, email=email.lower()))


@people.command("invite")
@click.argument("email")
@_REASON
@with_appcontext
def invite(email: str, reason: str) -> None:
    """Print a one-time link with which EMAIL, one of the first people of a party, sets a first password."""
    at = clock.now()
    with _named(email):
        person = _found(email, has_password=False)
        with writing() as conn:
            recovering.require_first(conn, recovering.parties_of_person(conn, person.id), person.id, reason, at)
        with writing() as conn:
            link = register.issue_link(conn, None, person.id, at)
    show_link(link)


@people.command("reset")
@click.argument("email")
@click.option("--manager", default="", help="Mail address of a manager of the person's party, who has to confirm it.")
@click.option("--break-glass", "alone", is_flag=True, help="Only where no party of the person has a manager.")
@click.option("--factors", is_flag=True, help="With --break-glass: take every second factor away as well.")
@_REASON
@with_appcontext
def reset(email: str, manager: str, alone: bool, factors: bool, reason: str) -> None:
    """Ask a named manager to let EMAIL set a new password, with a reason that the manager reads.

    The one-time link is shown to the manager, never here. With --break-glass it is printed here, where no party of the
    person has a manager who can sign in; the reason then stands on the page of each party.
    """
    at = clock.now()
    with _named(email):
        person = _found(email, has_password=True)
        if alone == bool(manager):
            raise Refusal(_("Name the manager who has to confirm it: --manager. Where there is none: --break-glass."))
        with writing() as conn:
            if alone:
                link = recovering.break_glass(conn, person.id, reason, at, factors=factors)
            else:
                asked = recovering.ask_managers(conn, person.id, manager, reason, at)
    if alone:
        show_link(link)
    else:
        click.echo(_("It waits on the page My party of: %(parties)s. Nothing was changed.", parties=", ".join(asked)))


@people.command("export")
@click.argument("email")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file.")
@_REASON
@with_appcontext
def export(email: str, out: Path, reason: str) -> None:
    """Write what is kept of EMAIL to a new archive, for the person to be handed; the log of each party says so.

    The person has the same file on the page My data.
    """
    at, rules = clock.now(), parts().settings.retention
    with _named(email), tempfile.TemporaryDirectory() as folder:
        person = register.find_person_by_mail(reader(), email)
        recovering.require_reason(reason)
        made = export_person(reader(), person.id, Path(folder), at, days_of(rules))
        with writing() as conn:
            enter_export(conn, person.id, reason, made.told, at)
        try:
            with out.open("xb") as file:
                file.write(made.path.read_bytes())
        except FileExistsError:
            raise Refusal(_("%(path)s is there already.", path=out)) from None
    click.echo(_("%(path)s: written; the log of each party of the person says so.", path=out))


@people.command("erase")
@click.argument("email")
@_REASON
@with_appcontext
def erase(email: str, reason: str) -> None:
    """Put before the managers of every party of EMAIL that the account be erased. The host erases nothing alone."""
    with _named(email):
        person = register.find_person_by_mail(reader(), email)
        with writing() as conn:
            wishes.ask_for_person(conn, None, person.id, reason, clock.now())
    click.echo(_("It waits on the page Personal data of every party of the person. Nothing was changed."))


def _named(email: str) -> AbstractContextManager[None]:
    return refusals_as_sentences(_("There is no person with the mail address %(email)s.", email=email))


def _found(email: str, *, has_password: bool) -> Any:
    """Find a person who has a password, or has none, as the command needs it."""
    person = register.find_person_by_mail(reader(), email)
    if (person.password_hash is not None) != has_password:
        raise Refusal(_already(has_password))
    return person


def show_link(link: Link) -> None:
    """Print a link with how long it works."""
    click.echo(_address(link))
    click.echo(
        _(
            "Works once, until %(until)s. It is not kept and cannot be shown again.",
            until=write_instant(link.expires_at),
        )
    )
    settings = parts().settings
    if not settings.https:
        says = _("Port %(port)s is that of PORT or of the settings here; a server on another one has it there.")
        click.echo(says % {"port": settings.port})


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
