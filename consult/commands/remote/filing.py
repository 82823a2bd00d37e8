"""What is filed with a step: from a file (JSON or TOML), from the command line, from documents, or asked for here."""

import functools
import json
import mimetypes
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from consult.commands.remote import asking
from consult.commands.remote.session import Session, is_terminal, read_text
from consult.i18n import _
from consult.remote.answers import as_json, attach, place_of, set_all
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.schemas import Question, faults
from consult.remote.steps import Offer
from consult.remote.uploads import upload
from workflows.kernel.frozen import dataclass

LEVELS = ("C0", "C1", "C2", "C3", "C4", "C5")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given of a filing; `filing` is a file or a hyphen."""

    filing: str | None
    sets: tuple[str, ...]
    documents: tuple[str, ...]
    level: str

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was given."""
        return self.filing is None and not self.sets and not self.documents

    def as_json(self) -> dict[str, Any]:
        """Give it as a repeated command gives it again."""
        digests = [(one, sha256(_bytes(one)).hexdigest()) for one in self.documents]
        held = None if self.filing in (None, "-") else sha256(_bytes(self.filing or "")).hexdigest()
        return {"filing": [self.filing, held], "sets": self.sets, "documents": digests, "level": self.level}


def filing_options(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options of a filing."""

    @click.option("--filing", help="File with the filing as JSON or TOML, - for JSON on standard input.")
    @click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help="One answer; NAME:=JSON for any value.")
    @click.option(
        "--attach", "documents", multiple=True, metavar="[NAME=]FILE", help="A document, put into the filing."
    )
    @click.option("--level", default="C2", type=click.Choice(LEVELS), show_default=True, help="Level of documents.")
    @functools.wraps(view)
    def run(*args: Any, filing: str | None, sets: Any, documents: Any, level: str, **kwargs: Any) -> Any:
        return view(*args, given=Given(filing, sets, documents, level), **kwargs)

    return run


def put_together(
    at: Session,
    case: Said,
    offer: Offer,
    given: Given,
    *,
    dry_run: bool = False,
    partly: bool = False,
    over: Any = None,
) -> dict[str, Any] | None:
    """Put a filing together and judge it by its schema; `partly` where questions may stay open, `over` what is
    there. None where nothing is asked. Unfit with every fault."""
    asked, keep = offer.asked, functools.partial(_document, at, case, given.level, dry_run)
    if given.is_empty:
        return _asked_for(offer, keep)
    if not offer.schema:
        raise Unfit(_("%(step)s asks nothing in writing.", step=line(offer.step)))
    filing = set_all(read_filing(given.filing) if given.filing else over or {}, given.sets, asked)
    for one in given.documents:
        name, _equals, path = one.rpartition("=") if not Path(one).is_file() else ("", "", one)
        question = place_of(asked, name)
        attach(filing, question, keep(path))
    require_fit(offer.schema, filing, partly=partly)
    return filing


def _asked_for(offer: Offer, keep: asking.Keep) -> dict[str, Any] | None:
    """Ask whoever sits there for a filing; Unfit with what is asked where nobody does."""
    if not offer.schema:
        return None
    if not is_terminal():
        raise Unfit(_needed(offer, offer.asked))
    return asking.ask(offer.asked, keep)


def _needed(offer: Offer, asked: tuple[Question, ...]) -> str:
    """Say what a step asks, where nobody can be asked for it."""
    rows = [
        f"  {line(one.name)}{'' if one.required else _(' (may be left out)')}: {line(one.title)}"
        + (f" [{line(', '.join(one.choices))}]" if one.choices else "")
        for one in asked
    ]
    head = _("%(step)s asks a filing: give it with --filing or --set. It asks:", step=line(offer.step))
    empty = [] if any(one.required for one in asked) else [_("Nothing of it must be answered: {} is a filing, too.")]
    return "\n".join([head, *rows, *empty])


def require_fit(schema: dict[str, Any], filing: Any, *, partly: bool = False) -> None:
    """Raise Unfit with everything of a filing that does not fit its schema."""
    found = dict(reversed([(where, said) for where, said in faults(schema, filing)]))
    if partly:
        found = {where: said for where, said in found.items() if said != _("This must be answered.")}
    if found:
        told = [f"  {line(where) or '/'}: {line(said)}" for where, said in sorted(found.items())]
        raise Unfit("\n".join([_("The filing does not fit what is asked. Nothing was sent."), *told]))


def read_filing(path: str) -> dict[str, Any]:
    """Read a filing from a file: TOML by its name, else JSON."""
    text = read_text(path)
    if path.endswith(".toml"):
        try:
            found: Any = _plain(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError) as fault:
            raise Unfit(_("%(path)s is no TOML: %(why)s", path=line(path), why=line(fault))) from None
    else:
        found = as_json(text)
    if not isinstance(found, dict):
        raise Unfit(_("%(path)s does not hold a filing with named answers.", path=line(path)))
    return found


def _plain(value: Any) -> Any:
    """Write the values of TOML as those of JSON: days and instants as text, numbers with decimals as text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, float) else value


def _document(at: Session, case: Said, level: str, dry_run: bool, path: str) -> dict[str, Any]:
    """Attach a file to the case, and name it as a filing does."""
    content = _bytes(path)
    digest = sha256(content).hexdigest()
    if not dry_run:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        told = upload(at.remote, case.part("hrefs").required("documents"), Path(path).name, kind, content, level=level)
        if told.text("digest") != digest:
            raise Unfit(_("The instance says that it holds another file than %(path)s.", path=line(path)))
    return {"digest": digest, "level": level}


def _bytes(given: str) -> bytes:
    """Read a file that was named, alone or behind the name of a field."""
    path = Path(given) if Path(given).is_file() else Path(given.rpartition("=")[2])
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Unfit(_("%(path)s cannot be read: %(why)s", path=line(path), why=line(fault.strerror))) from None
