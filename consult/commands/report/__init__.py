"""`consult report`: what is told of the record to others, written into a folder, whole or not at all. One file a verb.

Exit 0 says that all was written, 2 that it was refused, with the reason; then nothing was left behind.
"""

import click

from consult.commands.report import audit, copuos


@click.group("report")
def report() -> None:
    """Reports and audit logs drawn from the record, as files in a folder."""


for verb in (audit.audit, copuos.copuos):
    report.add_command(verb)
