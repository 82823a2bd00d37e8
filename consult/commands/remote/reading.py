"""`consult remote desk` and `cases`: what is to be done, and where."""

from collections.abc import Iterable
from urllib.parse import urlencode

import click

from consult.commands.remote import printing
from consult.commands.remote.printing import ends, moment, section
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said

WHERE = click.option("--where", multiple=True, metavar="NAME=VALUE", help="Narrow the list; the instance says by what.")


def address(entry: str, where: Iterable[str], **more: object) -> str:
    """Write an address with what a list is narrowed to."""
    asked = [(name, str(value)) for name, value in more.items() if value not in (None, "")]
    for one in where:
        name, equals, value = one.partition("=")
        if not equals:
            raise Unfit(_("Narrow a list by name=value: %(given)s", given=line(one)))
        asked.append((name, value))
    return f"{entry}?{urlencode(asked)}" if asked else entry


@click.command("desk")
@works
def desk(at: Session) -> None:
    """Show what your side has to do, by legal date."""
    at.show(at.remote.get(entries.DESK), _desk)


def _desk(told: Said) -> None:
    printing.say(_("Desk of %(party)s", party=line(told.text("party"))), "bold")
    names = (_("ends"), _("case"), _("limit"), _("runs for"), _("binding"), _("title"))
    for part, title in (
        ("by_law", _("Due from us by law or agreement")),
        ("by_target", _("Due from us without force of law")),
        ("theirs", _("We wait for others")),
    ):
        section(title, names, (_due(one) for one in told.parts(part)))
    section(
        _("Waits for us"),
        (_("case"), _("step"), _("track"), _("what")),
        ([one.text(name) for name in ("case", "step", "track", "title")] for one in told.parts("waiting")),
    )
    section(
        _("Proposed by the record"),
        (_("case"), _("step"), _("track"), _("why")),
        ([one.text(name) for name in ("case", "step", "track", "why")] for one in told.parts("proposed")),
    )
    section(
        _("Served on us lately"),
        (_("at"), _("case"), _("act"), _("what"), _("service")),
        (
            (moment(one.text("at")), one.text("case"), one.whole("n"), one.text("sentence"), one.text("state"))
            for one in told.parts("served")
        ),
    )
    for part, title in (
        ("to_clear", _("To clear")),
        ("to_dispatch", _("To dispatch")),
        ("drafts", _("In preparation")),
    ):
        drafts(title, told.parts(part))
    if not any(told.parts(name) for name in told.value if name != "party"):
        printing.say(_("Nothing waits."))


def _due(one: Said) -> tuple[object, ...]:
    limit = one.part("deadline")
    late = _(" (may come too late)") if one.yes("too_late") else ""
    return (
        ends(limit) + late,
        one.text("case"),
        limit.text("title"),
        limit.text("owner"),
        limit.text("binding"),
        one.text("case_title"),
    )


def drafts(title: str, told: Iterable[Said]) -> None:
    """Print papers in preparation."""
    names = (_("draft"), _("changed"), _("what"), _("cleared by"), _("next"), _("closed"))
    keys = ("title", "cleared_office", "next", "closed")
    section(
        title,
        names,
        ([one.text("ref"), moment(one.text("changed_at")), *(one.text(key) for key in keys)] for one in told),
    )


@click.command("cases")
@click.argument("words", required=False, default="")
@WHERE
@click.option("--after", default="", help="Reference of the last case of the page before.")
@click.option("--size", type=int, help="How many.")
@works
def cases(at: Session, words: str, where: tuple[str, ...], after: str, size: int | None) -> None:
    """List the cases that your side may know of, the newest first."""
    path = address(entries.CASES, where, words=words, after=after, size=size)
    at.show(at.remote.get(path), _cases)


def _cases(told: Said) -> None:
    items = told.parts("items")
    names = (_("case"), _("procedure"), _("by"), _("state"), _("next limit"), _("title"))
    printing.table(
        names,
        (
            (one.text("ref"), one.text("procedure"), one.text("filer"), one.text("state"), ends(one), one.text("title"))
            for one in items
        ),
    )
    if not items:
        printing.say(_("No case fits."))
    if told.text("next"):
        printing.say(_("More: --after %(ref)s", ref=line(items[-1].text("ref")) if items else ""))
