"""`consult remote show`, `timeline`, `act`: one case, what happened in it, and what was filed."""

from collections.abc import Iterable

import click

from consult.commands.remote import printing
from consult.commands.remote.printing import ends, moment, section
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
    section(
        _("What the clock would have recorded by then"),
        (_("at"), _("what")),
        ((moment(one.text("on")), one.text("sentence")) for one in told.parts("would")),
    )
    section(
        _("On record by then"),
        (_("act"), _("at"), _("level"), _("what")),
        (
            (one.whole("n"), moment(one.text("on")), one.text("level"), one.text("sentence"))
            for one in told.parts("acts")
        ),
    )
    if told.text("note"):
        printing.say(line(told.text("note")))


def _case(told: Said) -> None:
    state = told.part("state")
    printing.say(f"{line(told.text('ref'))}  {line(told.text('title'))}", "bold")
    if told.yes("exercise"):
        printing.say(_("An exercise: nothing in it has effect."))
    printing.say(
        _("%(procedure)s, filed by %(filer)s, opened %(at)s")
        % {
            "procedure": line(told.part("procedure").text("words")),
            "filer": line(told.text("filer_name")),
            "at": moment(told.text("opened_at")),
        }
    )
    printing.say(f"{line(state.text('words'))}. {line(state.text('meaning'))}")
    printing.say(_("Last act shown: %(n)s", n=told.whole("seen")))
    _relations(told)
    _limits(told)
    opened = [one for one in told.parts("offers") if one.text("way") != "closed"]
    section(
        _("What may be done (consult remote offers says what each asks)"),
        (_("step"), _("track"), _("way"), _("what")),
        ([one.text(name) for name in ("step", "track", "way", "title")] for one in opened),
    )
    drafts(_("In preparation"), told.parts("drafts"))
    documents(told.parts("documents"))
    section(
        _("Linked cases"),
        (_("how"), _("case"), _("title"), _("state")),
        ([one.text(name) for name in ("kind", "ref", "title", "state")] for one in told.parts("links")),
    )
    heads(told.parts("acts"), _("Timeline"))


def _relations(told: Said) -> None:
    section(
        _("Who takes part"),
        (_("party"), _("name"), _("as")),
        (
            (one.text("party"), one.text("name"), ", ".join(role.text("words") for role in one.parts("roles")))
            for one in told.parts("participants")
        ),
    )
    section(
        _("Relations"),
        (_("track"), _("with"), _("state"), _("received")),
        (
            (one.text("key"), one.text("name"), one.text("state"), moment(one.text("received_at")))
            for one in told.parts("tracks")
        ),
    )


def _limits(told: Said) -> None:
    names = (_("ends"), _("limit"), _("runs for"), _("binding"), _("under"), _("says"))
    section(
        _("Time limits"),
        names,
        (
            (
                ends(one),
                one.text("title"),
                one.text("owner"),
                one.text("binding"),
                printing.provisions(one.parts("under")),
                one.text("says") or one.text("status"),
            )
            for one in told.parts("deadlines")
        ),
    )


def documents(told: Iterable[Said]) -> None:
    """Print documents."""
    section(
        _("Documents"),
        (_("digest"), _("name"), _("type"), _("bytes"), _("level"), _("by"), _("act")),
        (
            (
                one.text("digest"),
                one.text("name"),
                one.text("media"),
                one.whole("bytes"),
                one.text("level"),
                one.text("party"),
                one.whole("act"),
            )
            for one in told
        ),
    )


def heads(told: Iterable[Said], title: str) -> None:
    """Print lines of a timeline."""
    section(
        title,
        (_("act"), _("day"), _("by"), _("level"), _("what"), _("late")),
        (
            (
                one.whole("n"),
                one.text("day") or moment(one.text("on")),
                one.text("party"),
                one.text("level"),
                one.text("sentence"),
                _("late") if one.yes("late") else "",
            )
            for one in told
        ),
    )


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
    head = told.part("line")
    printing.say(f"{line(told.text('case'))}/{told.whole('n')}  {line(head.text('sentence'))}", "bold")
    printing.say(
        " · ".join(
            line(part)
            for part in (told.text("party_name"), told.text("organ"), head.text("office"), told.text("capacity"))
            if part
        )
    )
    printing.say(
        _("On %(on)s, recorded %(at)s, entry %(seq)s of the log")
        % {
            "on": moment(head.text("on")),
            "at": moment(head.text("recorded_at")),
            "seq": told.whole("log_entry"),
        }
    )
    printing.say(printing.provisions(told.parts("basis")))
    filing = told.part("filing")
    if filing.value:
        printing.heading(line(filing.text("title")))
        values(filing.part("values").value)
        printing.say(_("Digest %(digest)s", digest=line(filing.text("digest"))), "dim")
    section(
        _("Service"),
        (_("party"), _("channel"), _("state"), _("since")),
        (
            (one.text("party"), one.text("channel"), one.text("state"), moment(one.text("changed_at")))
            for one in told.parts("service")
        ),
    )


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
