"""`consult log`: the verifiable log of an installation, and of others. One file a subject; each adds its verbs here.

Exit 0 accepts, 1 rejects with a code and a sentence, 2 means that it cannot be checked.
"""

import click

from consult.commands.log import checking, cosigning, disclosing, exports, receipts, signing, witness


@click.group("log")
def log() -> None:
    """The verifiable log of this installation."""


log.add_command(checking.check)
log.add_command(checking.show)
log.add_command(cosigning.cosign)
log.add_command(cosigning.policy)
log.add_command(exports.compare)
log.add_command(exports.consistency)
log.add_command(signing.checkpoint)
log.add_command(signing.export)
log.add_command(signing.keygen)
log.add_command(signing.recover)
log.add_command(signing.rotate)
log.add_command(signing.vkey)
log.add_command(witness.witness)
