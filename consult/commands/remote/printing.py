"""How `consult remote` prints: aligned columns for people, in colour only on a terminal that wants it, answers as they
came for programs. Every word of others goes through `consult.remote.safe`.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from consult.i18n import _
from consult.remote.faults import Answered, NotReached
from consult.remote.safe import json_for_terminal, line, lines
from consult.remote.said import Said
from consult.remote.steps import reasons

WIDE = 200
Cell = str | Callable[[Said], object]
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)[0-9:.]*(?:Z|\+00:00)")


def console() -> Console:
    """Give what prints: as wide as the terminal, else wide enough that programs find a row on a line."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE
    return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def say(words: str = "", style: str = "") -> None:
    """Print a line of the command's own, in which words of others are safe already."""
    console().print(Text(words, style=style), soft_wrap=True)


def heading(words: str) -> None:
    """Print a heading, apart from what stands before."""
    say()
    say(words, "bold")


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in aligned columns under their names; columns that are empty in every row are left out."""
    found = [[line("" if one is None else one) for one in row] for row in rows]
    kept = [at for at in range(len(names)) if any(row[at] for row in found)]
    drawn = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_edge=False)
    for at in kept:
        drawn.add_column(names[at], overflow="fold")
    for row in found:
        drawn.add_row(*(Text(row[at]) for at in kept))
    if found:
        screen = console()
        with screen.capture() as drawing:
            screen.print(drawn)
        click.echo("\n".join(row.rstrip() for row in drawing.get().splitlines()))


def section(title: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table under a heading, if it has rows."""
    found = list(rows)
    if found:
        heading(title)
        table(names, found)


def listed(title: str, told: Iterable[Said], columns: Mapping[str, Cell]) -> None:
    """Print objects as rows under a heading: each column by the name of a text, or by what reads it."""
    rows = ([one.text(cell) if isinstance(cell, str) else cell(one) for cell in columns.values()] for one in told)
    section(title, list(columns), rows)


def at(name: str) -> Cell:
    """Read an instant of an object, for a column."""
    return lambda one: moment(one.text(name))


def whole(name: str) -> Cell:
    """Read a whole number of an object, for a column."""
    return lambda one: one.whole(name)


def paragraph(words: str) -> None:
    """Print words of others that may have lines, each set off by a bar: none is taken for a line of the command."""
    for one in lines(words):
        say(f"  | {one}")


def raw(content: bytes) -> None:
    """Print an answer as it came; on a terminal with what could steer it written as JSON escapes, of the same value."""
    if not sys.stdout.isatty():
        click.echo(content)
        return
    try:
        click.echo(json_for_terminal(content.decode()))
    except UnicodeDecodeError:
        raise NotReached(_("What came is no JSON: this is not an answer of an instance of Consult.")) from None


def raw_line(value: object) -> None:
    """Print one value of an answer as JSON on a line."""
    raw(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def moment(text: str) -> str:
    """Write an instant of an answer shortly; anything else as it is."""
    found = _MOMENT.fullmatch(text)
    return f"{found[1]} {found[2]} UTC" if found else line(text)


def ends(deadline: Said) -> str:
    """Write when a limit ends: the day with its zone where days count, else the instant."""
    day, zone = deadline.text("expires_on"), deadline.text("zone")
    return f"{line(day)} {line(zone)}".strip() if day else moment(deadline.text("expires_at"))


def provisions(told: Sequence[Said]) -> str:
    """Write provisions, and how they bind."""
    return "; ".join(line(one.text("words")) for one in told)


def problem_lines(fault: Answered) -> list[str]:
    """Write a problem as the pages would: what was refused, each reason with its provision, each fault where it is."""
    problem = Said(fault.problem)
    title = line(problem.text("title"))
    found = [f"{title}. {fault.sentence}".strip() if title else fault.sentence]
    told = reasons(problem.parts("refusals"))
    found += [f"  {one}" for one in told]
    for one in problem.parts("faults"):
        where = one.text("pointer") or one.text("parameter") or ""
        sentence = line(one.text("sentence"))
        if not (told and any(sentence in each for each in told) and not where):
            found.append(f"  {line(where)}: {sentence}" if where else f"  {sentence}")
    if problem.text("state"):
        seen = problem.whole("seen")
        found.append("  " + _("The case has moved: %(state)s, act %(n)s.", state=line(problem.text("state")), n=seen))
    return found
