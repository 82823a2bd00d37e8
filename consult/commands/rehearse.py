"""`consult rehearse`: run dated stories and print what each event leads to; needs no installation and no database.

Leaves with 0 when everything is as told, with 1 where something differs, with 2 for a story that cannot be read.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from consult.commands.procedures import load_forms
from consult.i18n import _
from workflows import Form, stories
from workflows.kernel.stories import Result, Story, StoryError, read, run
from workflows.kernel.story_reports import deadline_json, event_json, flags_of, labelled, open_limits, sentences

AS_TOLD, DIFFERS, UNREADABLE = 0, 1, 2
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("rehearse")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of lines.")
@click.option("--quiet", is_flag=True, help="Print differences only.")
@click.option("--folder", "folders", multiple=True, type=FOLDER, help="Further folder of procedures; may be repeated.")
@click.pass_context
def rehearse(
    ctx: click.Context, files: tuple[Path, ...], as_json: bool, quiet: bool, folders: tuple[Path, ...]
) -> None:
    """Run dated stories: what each event leads to, and where that differs from what the story expects.

    A folder stands for the stories in it; without FILE the stories that are shipped are run.
    """
    forms = load_forms(folders)
    told = [_tell(path, forms) for path in _paths(files)]
    if as_json:
        click.echo(json.dumps({"stories": [_as_json(*one) for one in told]}, indent=2, ensure_ascii=False))
    else:
        out = Console(soft_wrap=True, highlight=False)
        for path, story, results, fault in told:
            _print(out, path, story, results, fault, quiet)
    ctx.exit(max((_code(results, fault) for _path, _story, results, fault in told), default=AS_TOLD))


Told = tuple[Path, Story | None, list[Result], StoryError | None]


def _paths(files: tuple[Path, ...]) -> Iterator[Path]:
    for path in files or stories.shipped():
        yield from sorted(path.glob("*.toml")) if path.is_dir() else [path]


def _tell(path: Path, forms: dict[str, Form]) -> Told:
    story: Story | None = None
    try:
        story = read(path)
        return path, story, run(story, forms, stories.tables()), None
    except StoryError as fault:
        return path, story, [], fault


def _code(results: Iterable[Result], fault: StoryError | None) -> int:
    if fault:
        return UNREADABLE
    return AS_TOLD if all(result.is_as_told for result in results) else DIFFERS


def _labels(story: Story) -> dict[str, str]:
    tables = stories.tables()
    return {tables.find(label) or label: label for label in story.labels()}


def _said(story: Story) -> dict[str, str]:
    """Give what each party is called within a sentence, by key."""
    return {key: stories.tables().said(key, label) for key, label in _labels(story).items()}


def _as_json(path: Path, story: Story | None, results: list[Result], fault: StoryError | None) -> dict[str, Any]:
    if fault or story is None:
        why = {"line": fault.line, "why": fault.why} if fault else {}
        return {"file": str(path), "as_told": False, "error": why, "events": []}
    events = [event_json(result, _labels(story), _said(story)) for result in results]
    return {"file": str(path), "title": story.title, "as_told": not _code(results, None), "events": events}


def _print(
    out: Console, path: Path, story: Story | None, results: list[Result], fault: StoryError | None, quiet: bool
) -> None:
    if fault or story is None:
        _say(out, str(fault), "red")
        return
    _say(out, f"{story.title} ({path.name})", "bold")
    for result in results:
        if not quiet or result.differences:
            _print_event(out, result, story)
    differences = sum(len(result.differences) for result in results)
    verdict = _("as told") if not differences else _("%(n)s differences", n=differences)
    events = _("%(n)s events", n=len(results))
    _say(out, f"{events}: {verdict}", "red" if differences else "green")
    _say(out, "")


def _say(out: Console, line: str, style: str | None = None) -> None:
    out.print(line, style=style, markup=False)


def _print_event(out: Console, result: Result, story: Story) -> None:
    event, case = result.event, result.case
    what = f"{', '.join(event.by)}: {event.step}" if event.step else _("time passes")
    on_case = f" [{event.case}]" if event.case else ""
    _say(out, f"{event.at:%Y-%m-%d %H:%M} UTC{on_case}  {what}  → {case.state}", "cyan")
    for line in (*_happened(result, story), *_standing(result, _labels(story))):
        _say(out, f"    {line}")
    for difference in result.differences:
        _say(out, f"    {story.file}:{event.line}: {difference}", "red")


def _happened(result: Result, story: Story) -> Iterator[str]:
    yield from sentences(result, result.acts, _said(story))
    for refusal in result.refusals:
        cited = "; ".join("product default" if c.is_product else str(c) for c in refusal.under)
        opens = _(", from %(day)s", day=refusal.opens_on) if refusal.opens_on else ""
        yield _("refused: %(sentence)s (%(cited)s%(opens)s)", sentence=refusal.sentence, cited=cited, opens=opens)


def _standing(result: Result, labels: dict[str, str]) -> Iterator[str]:
    case = result.case
    if tracks := [f"{labelled(t.key, labels)} {t.state}" for t in case.tracks.values()]:
        yield _("tracks: %(tracks)s", tracks=", ".join(tracks))
    if limits := [deadline_json(case, limit, labels) for limit in open_limits(case)]:
        words = (f"{x['name']} {x['expires'] or x['status']} ({x['binding']})" for x in limits)
        yield _("deadlines: %(limits)s", limits=", ".join(words))
    if flags := [labelled(flag, labels) for flag in flags_of(case)]:
        yield _("flags: %(flags)s", flags=", ".join(flags))
    for label, offers in result.offers.items():
        if steps := list(dict.fromkeys(o.step.key for o in offers if o.is_open and not o.step.common)):
            yield _("open to %(label)s: %(steps)s", label=label, steps=", ".join(steps))
