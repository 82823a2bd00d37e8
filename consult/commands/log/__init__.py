"""`consult log`: the verifiable log of an installation, and of others. One file a subject.

Exit 0 accepts, 1 rejects with a code and a sentence, 2 means that it cannot be checked.
"""

import click

from consult.commands.log import checking, cosigning, disclosing, exports, receipts, signing, witness


@click.group("log")
def log() -> None:
    """The verifiable log of this installation."""


VERBS = (
    *(checking.check, checking.show, exports.compare, exports.consistency),
    *(signing.keygen, signing.vkey, signing.checkpoint, signing.export, signing.rotate, signing.recover),
    signing.share_memory,
    *(witness.witness, cosigning.cosign, cosigning.policy),
    *(receipts.receipt, receipts.check_receipt, receipts.time),
    *(disclosing.disclose, disclosing.open_file, disclosing.bundle, disclosing.erase),
)
for verb in VERBS:
    log.add_command(verb)
