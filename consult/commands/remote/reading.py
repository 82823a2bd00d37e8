"""`consult remote desk` and `cases`: what is to be done, and where."""

from collections.abc import Iterable
from urllib.parse import urlencode

import click

from consult.commands.remote import printing
from consult.commands.remote.printing import at, ends, listed, whole
from consult.commands.remote.session import Session, works
from consult.i18n import _, _l
from consult.remote import entries
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said

PAPERS = (("to_clear", _l("To clear")), ("to_dispatch", _l("To dispatch")), ("drafts", _l("In preparation")))
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
    for part, title in (
        ("by_law", _("Due from us by law or agreement")),
        ("by_target", _("Due from us without force of law")),
        ("theirs", _("We wait for others")),
    ):
        due(title, told.parts(part))
    steps: dict[str, printing.Cell] = {_("case"): "case", _("step"): "step", _("track"): "track"}
    listed(_("Waits for us"), told.parts("waiting"), steps | {_("what"): "title"})
    listed(_("Proposed by the record"), told.parts("proposed"), steps | {_("why"): "why"})
    served = {_("at"): at("at"), _("case"): "case", _("act"): whole("n"), _("what"): "sentence", _("service"): "state"}
    listed(_("Served on us lately"), told.parts("served"), served)
    for part, title in PAPERS:
        drafts(str(title), told.parts(part))
    told_news = _news(told)
    if not told_news and not any(value for value in told.value.values() if isinstance(value, list)):
        printing.say(_("Nothing waits."))


def _news(told: Said) -> bool:
    """Print what passed, what did not arrive and what others did; say whether others did anything."""
    due(_("Passed without an act"), [one.part("due") for one in told.parts("passed")])
    failed = {_("case"): "case", _("act"): whole("n"), _("what"): "sentence", _("channel"): "channel"}
    listed(_("Not served yet"), told.parts("failures"), failed)
    news = told.part("news").parts("cases")
    told_of: dict[str, printing.Cell] = {
        _("case"): "case",
        _("title"): "case_title",
        _("acts"): lambda one: str(len(one.parts("acts"))),
    }
    listed(_("News since you looked"), news, told_of)
    return bool(news)


def due(title: str, told: Iterable[Said]) -> None:
    """Print running limits over several cases."""
    columns: dict[str, printing.Cell] = {
        _("ends"): lambda one: ends(one.part("deadline")) + (_(" (may come too late)") if one.yes("too_late") else ""),
        _("case"): "case",
        _("limit"): lambda one: one.part("deadline").text("title"),
        _("runs for"): lambda one: one.part("deadline").text("owner"),
        _("binding"): lambda one: one.part("deadline").text("binding"),
        _("title"): "case_title",
    }
    listed(title, told, columns)


def drafts(title: str, told: Iterable[Said]) -> None:
    """Print papers in preparation."""
    columns: dict[str, printing.Cell] = {
        _("draft"): "ref",
        _("changed"): at("changed_at"),
        _("what"): "title",
        _("cleared by"): "cleared_office",
        _("next"): "next",
        _("closed"): "closed",
    }
    listed(title, told, columns)


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
    keys = ("ref", "procedure", "filer", "state")
    printing.table(names, ([*(one.text(key) for key in keys), ends(one), one.text("title")] for one in items))
    if not items:
        printing.say(_("No case fits."))
    elif told.text("next"):
        printing.say(_("More: --after %(ref)s", ref=line(items[-1].text("ref"))))
