"""`consult remote`: the everyday work at an instance that is elsewhere, through its API. One file a subject.

Every verb stands under `remote`, so that none is taken for a command on the installation of this machine: those open
its database, these ask a host with a token and have no installation. Exit 0: done. 1: refused, or it does not hold.
2: something typed or kept here cannot be used, or cannot be checked. 3: the instance was not reached, or its
certificate is not trusted.
"""

import click

from consult.commands.remote import (
    acting,
    calling,
    case,
    checking,
    directory,
    documents,
    drafting,
    following,
    opening,
    profiles,
    reading,
    taking_away,
    unanswered,
)


@click.group("remote")
def remote() -> None:
    """Work at an instance that is elsewhere, with a token.

    The other commands work on the installation of this machine and open its database; these know a host alone, need no
    installation, and see what the token may see. What may be done, and what each step asks, the instance says.

    Begin with `consult remote login ADDRESS`, or set CONSULT_REMOTE and CONSULT_TOKEN.

    Exit 0: done. 1: refused, with the sentences of the instance. 2: what was typed cannot be used, or something cannot
    be checked. 3: not reached, or a certificate that is not trusted.
    """


VERBS = (
    *(profiles.login, profiles.logout, profiles.profile, profiles.whoami),
    *(reading.desk, reading.cases, case.show, case.timeline, case.act, directory.parties, directory.procedures),
    *(acting.offers, acting.take, opening.file, unanswered.unanswered, drafting.draft, documents.documents),
    *(taking_away.export, checking.trust, checking.verify, following.feed, following.watch, calling.call),
)
for verb in VERBS:
    remote.add_command(verb)
