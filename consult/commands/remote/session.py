"""What every verb of `consult remote` has in common: its options, the instance that it asks, its exit codes."""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from consult.commands.installation import Refusal, Unreadable
from consult.commands.remote import printing
from consult.i18n import _
from consult.log.verifier import Rejected, Unchecked
from consult.log.wording import word
from consult.remote import entries, profiles
from consult.remote.asking import Answer, Limits, Remote
from consult.remote.attempts import Attempts
from consult.remote.faults import Answered, Declined, NotReached, Unfit
from consult.remote.folder import Folder
from consult.remote.said import Said
from consult.remote.trusting import Memory
from workflows.kernel.frozen import dataclass


class Unreached(click.ClickException):
    """The instance was not reached, or is not the one that was meant; the command leaves with 3."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a verb: the instance, and how its answer is to be shown."""

    folder: Folder
    profile: profiles.Profile
    remote: Remote
    as_json: bool

    @property
    def attempts(self) -> Attempts:
        """Give what was sent and not answered."""
        return Attempts(self.folder)

    @property
    def memory(self) -> Memory:
        """Give what is remembered of the log of the instance."""
        return Memory(self.folder, self.remote)

    def case(self, ref: str) -> Said:
        """Read a case as it stands."""
        return self.remote.get(entries.under(entries.CASES, ref)).said

    def show(self, answer: Answer, shown: Callable[[Said], None]) -> None:
        """Show an answer: for programs as it came, for people as it is drawn."""
        if self.as_json:
            printing.raw(answer.raw)
        else:
            shown(answer.said)


def folder() -> Folder:
    """Give the folder of the user."""
    return Folder(os.environ)


def with_faults(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong into sentences and exit codes; with --json a refusal of the instance goes out as it came."""

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except Answered as fault:
            if click.get_current_context().params.get("as_json") or _session_is_json(args):
                printing.raw(fault.raw)
            raise Refusal("\n".join(printing.problem_lines(fault))) from None
        except Declined as fault:
            raise Refusal(fault.sentence) from None
        except Unfit as fault:
            raise Unreadable(fault.sentence) from None
        except NotReached as fault:
            raise Unreached(fault.sentence) from None
        except Rejected as fault:
            raise Refusal(f"{word(fault)} [{fault.code}]") from None
        except Unchecked as fault:
            raise Unreadable(f"{word(fault)} [{fault.code}]") from None

    return run


def _session_is_json(args: tuple[Any, ...]) -> bool:
    return bool(args) and isinstance(args[0], Session) and args[0].as_json


def works(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb its options and hand it the session that they make."""

    @click.option("--profile", default="", help="The profile to use; without it the chosen one.")
    @click.option("--ca", type=click.Path(path_type=Path), help="File of the authorities that count (PEM).")
    @click.option("--timeout", type=click.FloatRange(min=0.1), default=60.0, help="Seconds for one answer.")
    @click.option(
        "--patience", type=click.FloatRange(min=0), default=90.0, help="Seconds to wait where it says “later”."
    )
    @click.option("--json", "as_json", is_flag=True, help="The answer as it came, for programs.")
    @functools.wraps(view)
    def run(profile: str, ca: Path | None, timeout: float, patience: float, as_json: bool, **kwargs: Any) -> Any:
        here = folder()
        found = profiles.in_use(here, os.environ, profile, ca)
        remote = Remote(found.address, found.token, found.ca, Limits(timeout, patience))
        return with_faults(view)(Session(here, found, remote, as_json), **kwargs)

    return with_faults(run)


def is_terminal() -> bool:
    """Say whether somebody sits there who can be asked."""
    return sys.stdin.isatty()


def refuse_without_terminal(sentence: str) -> None:
    """Refuse to ask where nobody sits."""
    if not is_terminal():
        raise Unfit(sentence)


def read_text(path: str) -> str:
    """Read a file that was named, or standard input for a hyphen, as UTF-8."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode()
    except UnicodeDecodeError:
        raise Unfit(_("%(path)s is not text in UTF-8.", path=path)) from None
    except OSError as fault:
        raise Unfit(_("%(path)s cannot be read: %(why)s", path=path, why=fault.strerror)) from None
