"""What others did since a person last marked the desk as seen, by case; and service that failed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from consult import casebook
from consult.desk import failed_services, find_mark, news_since
from consult.docket import Docket
from consult.pages.cases.lines import say_act, title_of_case
from consult.standing import Standing
from consult.visibility import Viewer
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One act of somebody else."""

    n: int
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewsOfCase:
    """What others did in one case, the newest first."""

    ref: str
    case_title: str
    lines: tuple[NewsLine, ...]


@dataclass(frozen=True, slots=True)
class NewsPart:
    """What is new, since when, and the act up to which all of it would be marked as seen."""

    since: datetime | None
    before: datetime | None
    cases: tuple[NewsOfCase, ...]
    is_more: bool
    upto: str
    can_go_back: bool


@dataclass(frozen=True, slots=True)
class FailureLine:
    """One act that did not arrive: on us, or one of ours on somebody else."""

    ref: str
    n: int
    case_title: str
    sentence: str
    on_us: bool
    party: str
    channel: str
    at: datetime


def news_part(conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], most: int) -> NewsPart:
    """Draw up what others did since the mark."""
    mark = find_mark(conn, standing)
    news = news_since(conn, Viewer.of(standing), mark, most)
    found: dict[str, tuple[str, list[NewsLine]]] = {}
    for row in news.rows:
        said = say_act(docket.editions.of(conn, row.edition), casebook.act_of(row), names)
        _title, lines = found.setdefault(row.ref, (title_of_case(row), []))
        lines.append(NewsLine(row.n, said, row.recorded_at))
    cases = tuple(NewsOfCase(ref, title, tuple(lines)) for ref, (title, lines) in found.items())
    newest = f"{news.newest.ref}/{news.newest.n}" if news.newest else ""
    return NewsPart(mark.at, mark.before_at, cases, news.is_more, newest, mark.can_go_back)


def failure_lines(
    conn: Connection, docket: Docket, standing: Standing, names: Mapping[str, str], most: int
) -> tuple[FailureLine, ...]:
    """Draw up service that failed, on us first."""
    lines = [
        FailureLine(
            one.act.ref,
            one.act.n,
            title_of_case(one.act),
            say_act(docket.editions.of(conn, one.act.edition), casebook.act_of(one.act), names),
            one.party == standing.party_key,
            names.get(one.party, one.party),
            one.channel,
            one.at,
        )
        for one in failed_services(conn, Viewer.of(standing), most)
    ]
    return tuple(sorted(lines, key=lambda line: not line.on_us))
