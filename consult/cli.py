"""The `consult` command: Flask's own command group with every command of this product.

A command is imported when it is asked for: what it does not need does not delay it.
"""

import os
import sys
from pkgutil import resolve_name
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from consult.starting import loading

COMMANDS = {
    "access": "emergency:access",
    "advise": "advise:advise_on",
    "agreements": "agreements:agreements",
    "backup": "backup:backup",
    "bench": "bench:bench",
    "case": "case:case",
    "charters": "charters:charters",
    "demo": "demo:demo",
    "doctor": "doctor:doctor",
    "documents": "documents:documents",
    "drill": "drill:drill",
    "exchange": "exchange:exchange",
    "jobs": "jobs:jobs",
    "log": "log:log",
    "lunar": "lunar:lunar",
    "mail": "mail:mail",
    "metrics": "metrics:metrics",
    "migrate-database": "carrying:migrate_database",
    "neutrals": "neutrals:neutrals",
    "objects": "objects:objects",
    "paper": "paper:paper",
    "parties": "parties:parties",
    "people": "people:people",
    "procedures": "differing:procedures",
    "rehearse": "rehearse:rehearse",
    "relist": "relisting:relist",
    "remote": "remote:remote",
    "report": "report:report",
    "retention": "retention:retention",
    "run": "serving:run",
    "secret": "secret:secret",
    "restore": "backup:restore",
    "sign": "sign:sign",
    "upgrade": "upgrade:upgrade",
    "webhooks": "webhooks:webhooks",
    "worker": "serving:worker",
}
"""Where each command is: its module in `consult.commands`, and its name there."""


class Commands(AppGroup):
    """The command group; a table of law that cannot be read is named by file, line and reason, and leaves with 2. A
    database or a disk that fails, or is busy, is told in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Answer the names in their order, without importing any."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command. None where there is no such."""
        where = COMMANDS.get(cmd_name)
        with loading():
            found: click.Command | None = resolve_name(f"consult.commands.{where}") if where else None
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as fault:
            from consult.commands import faults

            if (said := faults.told(fault)) is not None:
                raise said from None
            raise


cli = Commands(
    "consult",
    help="Consultation before acting, and settlement after disagreement. CONSULT_INSTANCE names the instance folder.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a refusal prints its sentence and leaves with 1, unreadable input with 2."""
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    os.umask(0o027)  # what is written here, the record above all, is nothing for others on the machine
    sys.exit(cli.main(obj=ScriptInfo(create_app=_open_application, set_debug_flag=False)))


def _open_application() -> Flask:
    from consult.commands import installation

    return installation.open_application()


if __name__ == "__main__":
    main()
