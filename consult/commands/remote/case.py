"""`consult remote show`, `timeline`, `act`: one case, what happened in it, and what was filed."""

from collections.abc import Iterable

import click

from consult.commands.remote import printing
from consult.commands.remote.printing import Cell, at, ends, listed, moment, whole
from consult.commands.remote.reading import address, drafts
from consult.commands.remote.session import Session, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.safe import line
from consult.remote.said import Said


@click.command("show")
@click.argument("case")
@click.option("--on", "day", help="As it stood, or would stand, on another day (year-month-day).")
@works
def show(at: Session, case: str, day: str | None) -> None:
    """Show a case: where it stands, its relations, time limits, papers, and what may be done now."""
    place = entries.under(entries.CASES, case)
    if day is None:
        at.show(at.remote.get(place), _case)
    else:
        at.show(at.remote.get(entries.under(place, entries.DAY, day)), _on_day)


def _on_day(told: Said) -> None:
    """Print a case as it stood, or would stand, on a day."""
    on = told.part("on")
    printing.say(f"{line(told.text('ref'))}  {line(told.text('title'))}", "bold")
    printing.say(_("On %(day)s (%(zone)s)", day=line(on.text("day")), zone=line(on.text("zone"))))
    printing.say(f"{line(told.text('state'))}. {line(told.text('meaning'))}")
    _relations(told)
    _limits(told)
    would: dict[str, Cell] = {_("at"): at("on"), _("what"): "sentence"}
    listed(_("What the clock would have recorded by then"), told.parts("would"), would)
    recorded: dict[str, Cell] = {_("act"): whole("n"), _("at"): at("on"), _("level"): "level", _("what"): "sentence"}
    listed(_("On record by then"), told.parts("acts"), recorded)
    if told.text("note"):
        printing.say(line(told.text("note")))


def _case(told: Said) -> None:
    _head(told)
    _relations(told)
    _limits(told)
    opened = [one for one in told.parts("offers") if one.text("way") != "closed"]
    steps: dict[str, Cell] = {_("step"): "step", _("track"): "track", _("way"): "way", _("what"): "title"}
    listed(_("What may be done (consult remote offers says what each asks)"), opened, steps)
    drafts(_("In preparation"), told.parts("drafts"))
    documents(told.parts("documents"))
    links: dict[str, Cell] = {_("how"): "kind", _("case"): "ref", _("title"): "title", _("state"): "state"}
    listed(_("Linked cases"), told.parts("links"), links)
    heads(told.parts("acts"), _("Timeline"))


def _head(told: Said) -> None:
    """Say what a case is, and where it stands."""
    state = told.part("state")
    printing.say(f"{line(told.text('ref'))}  {line(told.text('title'))}", "bold")
    if told.yes("exercise"):
        printing.say(_("An exercise: nothing in it has effect."))
    printing.say(
        _(
            "%(procedure)s, filed by %(filer)s, opened %(at)s",
            procedure=line(told.part("procedure").text("words")),
            filer=line(told.text("filer_name")),
            at=moment(told.text("opened_at")),
        )
    )
    printing.say(f"{line(state.text('words'))}. {line(state.text('meaning'))}")
    printing.say(_("Last act shown: %(n)s", n=told.whole("seen")))


def _relations(told: Said) -> None:
    roles: dict[str, Cell] = {
        _("party"): "party",
        _("name"): "name",
        _("as"): lambda one: ", ".join(role.text("words") for role in one.parts("roles")),
    }
    listed(_("Who takes part"), told.parts("participants"), roles)
    tracks: dict[str, Cell] = {
        _("track"): "key",
        _("with"): "name",
        _("state"): "state",
        _("received"): at("received_at"),
    }
    listed(_("Relations"), told.parts("tracks"), tracks)


def _limits(told: Said) -> None:
    columns: dict[str, Cell] = {
        _("ends"): ends,
        _("limit"): "title",
        _("runs for"): "owner",
        _("binding"): "binding",
        _("under"): lambda one: printing.provisions(one.parts("under")),
        _("says"): lambda one: one.text("says") or one.text("status"),
    }
    listed(_("Time limits"), told.parts("deadlines"), columns)


def documents(told: Iterable[Said]) -> None:
    """Print documents."""
    columns: dict[str, Cell] = {
        _("digest"): "digest",
        _("name"): "name",
        _("type"): "media",
        _("bytes"): whole("bytes"),
        _("level"): "level",
        _("by"): "party",
        _("act"): whole("act"),
    }
    listed(_("Documents"), told, columns)


def heads(told: Iterable[Said], title: str) -> None:
    """Print lines of a timeline."""
    columns: dict[str, Cell] = {
        _("act"): whole("n"),
        _("day"): lambda one: one.text("day") or moment(one.text("on")),
        _("by"): "party",
        _("level"): "level",
        _("what"): "sentence",
        _("late"): lambda one: _("late") if one.yes("late") else "",
    }
    listed(title, told, columns)


@click.command("timeline")
@click.argument("case")
@click.option("--after", type=int, help="Number of the last act that you have.")
@click.option("--size", type=int, help="How many.")
@works
def timeline(at: Session, case: str, after: int | None, size: int | None) -> None:
    """List the acts of a case in the order of recording."""
    path = address(at.case(case).part("hrefs").required("acts"), (), after=after, size=size)
    answer = at.remote.get(path)
    at.show(answer, lambda told: heads(told.parts("items"), line(case)))
    if not at.as_json and answer.said.text("next"):
        printing.say(_("More: --after %(n)s", n=answer.said.parts("items")[-1].whole("n")))


@click.command("act")
@click.argument("case")
@click.argument("n", type=int)
@works
def act(at: Session, case: str, n: int) -> None:
    """Show an act with its filing. Reading an act that was served on you proves its receipt, as its page does."""
    acts = at.case(case).part("hrefs").required("acts")
    at.show(at.remote.get(f"{acts}/{n}"), _act)


def _act(told: Said) -> None:
    head, filing = told.part("line"), told.part("filing")
    by = (told.text("party_name"), told.text("organ"), head.text("office"), told.text("capacity"))
    printing.say(f"{line(told.text('case'))}/{told.whole('n')}  {line(head.text('sentence'))}", "bold")
    printing.say(" · ".join(line(part) for part in by if part))
    printing.say(
        _(
            "On %(on)s, recorded %(at)s, entry %(seq)s of the log",
            on=moment(head.text("on")),
            at=moment(head.text("recorded_at")),
            seq=told.whole("log_entry"),
        )
    )
    printing.say(printing.provisions(told.parts("basis")))
    if filing.value:
        printing.heading(line(filing.text("title")))
        values(filing.part("values").value)
        printing.say(_("Digest %(digest)s", digest=line(filing.text("digest"))), "dim")
    columns: dict[str, Cell] = {
        _("party"): "party",
        _("channel"): "channel",
        _("state"): "state",
        _("since"): at("changed_at"),
    }
    listed(_("Service"), told.parts("service"), columns)


def values(told: object, indent: str = "  ") -> None:
    """Print what was filed, part below part; lines of a text are each set off."""
    if len(indent) > 40:
        return
    pairs = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, value in pairs:
        if isinstance(value, dict | list) and value:
            printing.say(f"{indent}{line(name)}:")
            values(value, indent + "  ")
        elif isinstance(value, str) and "\n" in value:
            printing.say(f"{indent}{line(name)}:")
            printing.paragraph(value)
        else:
            printing.say(f"{indent}{line(name)}: {_plain(value)}")


def _plain(value: object) -> str:
    words = {None: "-", True: _("yes"), False: _("no")}
    return words[value] if value is None or isinstance(value, bool) else line(value)
