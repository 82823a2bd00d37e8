"""The `consult` command: Flask's own command group with every command of this product."""

import os
import sys
from typing import Any

import click
from flask.cli import AppGroup, ScriptInfo

from consult.commands import (
    advise,
    agreements,
    case,
    charters,
    demo,
    differing,
    doctor,
    drill,
    exchange,
    installation,
    jobs,
    log,
    lunar,
    mail,
    neutrals,
    objects,
    paper,
    parties,
    people,
    rehearse,
    remote,
    report,
    serving,
    sign,
    webhooks,
)


class Commands(AppGroup):
    """The command group; a table of law that cannot be read is named by file, line and reason, and leaves with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except installation.UNREADABLE as fault:
            raise installation.Unreadable(str(fault)) from None


cli = Commands(
    "consult",
    help="Consultation before acting, and settlement after disagreement. CONSULT_INSTANCE names the instance folder.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.add_command(advise.advise_on)
cli.add_command(agreements.agreements)
cli.add_command(case.case)
cli.add_command(charters.charters)
cli.add_command(demo.demo)
cli.add_command(doctor.doctor)
cli.add_command(drill.drill)
cli.add_command(exchange.exchange)
cli.add_command(serving.run)
cli.add_command(serving.worker)
cli.add_command(jobs.jobs)
cli.add_command(log.log)
cli.add_command(lunar.lunar)
cli.add_command(mail.mail)
cli.add_command(neutrals.neutrals)
cli.add_command(objects.objects)
cli.add_command(paper.paper)
cli.add_command(parties.parties)
cli.add_command(people.people)
cli.add_command(differing.procedures)
cli.add_command(rehearse.rehearse)
cli.add_command(remote.remote)
cli.add_command(report.report)
cli.add_command(sign.sign)
cli.add_command(webhooks.webhooks)


def main() -> None:
    """Run the command line; a refusal prints its sentence and leaves with 1, unreadable input with 2."""
    os.environ.setdefault("FLASK_SKIP_DOTENV", "1")
    os.umask(0o027)  # what is written here, the record above all, is nothing for others on the machine
    sys.exit(cli.main(obj=ScriptInfo(create_app=installation.open_application, set_debug_flag=False)))
