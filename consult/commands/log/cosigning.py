"""`consult log cosign` and `policy`: collect cosignatures now, and print or make the trust policy.

A witness that no network reaches is served through files: `cosign --request FILE --witness NAME` writes what it is to
sign, `cosign --response FILE --witness NAME` takes what it gave. Exit 0 where the quorum is reached or the answer was
stored, 1 where it is not, 2 where there is no policy, no checkpoint or no such file.
"""

from pathlib import Path

import click
from sqlalchemy import Engine

from consult import clock
from consult.commands.installation import Refusal, Unreadable, present_settings
from consult.db import engine_of, reading
from consult.i18n import _
from consult.log import witnessing
from consult.log.head import Published, latest
from consult.log.nodes import Broken
from consult.log.notes import NoKey
from consult.log.policy import Member, addresses, load_policy, log_policy, read_text, save_policy, write_policy
from consult.log.signer import open_signer
from consult.log.verifier import Policy, Rejected, Verifier
from consult.log.visits import remember
from consult.settings import Settings

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("cosign")
@click.option("--witness", help="Name of one witness in the policy.")
@click.option("--request", "request_to", type=FILE, help="Write the request to this file instead of sending it.")
@click.option("--old", type=click.IntRange(0), help="With --request: the size where the witness stands.")
@click.option("--response", "response_from", type=FILE, help="Take the answer from this file.")
def cosign(witness: str | None, request_to: Path | None, old: int | None, response_from: Path | None) -> None:
    """Ask the witnesses of the policy to cosign the newest checkpoint now, or serve one of them through files."""
    settings = present_settings()
    engine = engine_of(settings)
    try:
        policy = _policy(settings)
        if request_to is not None:
            _write_request(engine, _newest(engine), _verifier(policy, witness), request_to, old)
        elif response_from is not None:
            _take_response(engine, settings, _verifier(policy, witness), response_from)
        else:
            _collect(engine, settings, policy)
    except Broken as fault:
        raise Refusal(f"{fault} [{fault.code}]") from None
    finally:
        engine.dispose()


def _collect(engine: Engine, settings: Settings, policy: Policy) -> None:
    """Ask all and say what each gave."""
    at = clock.now()
    collected = witnessing.collect(engine, policy, at, addresses(settings.instance, policy))
    if collected is None:
        raise Unreadable(_("There is no checkpoint yet."))
    for name, outcome in collected.outcomes.items():
        remember(settings.instance, policy.witnesses[name], outcome, at)
        click.echo(f"{name}: {witnessing.WORDS[outcome.code]} {_detail(outcome)}".rstrip())
    size, count, all_of_them = collected.checkpoint.size, len(collected.cosigned), len(policy.witnesses)
    click.echo(_("%(size)s entries: %(count)s of %(all)s cosigned.", size=size, count=count, all=all_of_them))
    if not policy.attested(collected.cosigned):
        raise Refusal(_("The quorum of the policy is not reached."))


def _detail(outcome: witnessing.Outcome) -> str:
    """Give what a witness said beside the code."""
    told = outcome.words or ("" if outcome.size is None else str(outcome.size))
    return f"({told})" if told else ""


def _write_request(engine: Engine, checkpoint: Published, verifier: Verifier, path: Path, old: int | None) -> None:
    """Write the request for one witness."""
    errand = witnessing.Errand(engine, checkpoint)
    size = errand.known(verifier.name) if old is None else old
    if size > checkpoint.size:
        raise Refusal(_("The newest checkpoint has %(size)s entries only.", size=checkpoint.size))
    path.write_bytes(errand.request(size))
    click.echo(_("Written: from %(old)s to %(size)s entries.", old=size, size=checkpoint.size))


def _take_response(engine: Engine, settings: Settings, verifier: Verifier, path: Path) -> None:
    """Store what one witness gave, if it is its cosignature of the newest checkpoint or of one before."""
    try:
        lines = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(_("%(path)s cannot be read: %(why)s", path=path, why=fault)) from None
    found = witnessing.find_cosigned(engine, verifier, lines, clock.now())
    if found is None:
        raise Refusal(_("This is no cosignature of this witness over a checkpoint of this log."))
    signed, outcome = found
    if outcome.cosignature is None:
        raise Refusal(str(witnessing.WORDS[outcome.code]))
    witnessing.store(engine, signed, [outcome.cosignature])
    remember(settings.instance, verifier, outcome, clock.now())
    click.echo(_("Stored: %(name)s cosigned %(size)s entries.", name=verifier.name, size=signed.size))


@click.group("policy", invoke_without_command=True)
@click.pass_context
def policy(context: click.Context) -> None:
    """Print the trust policy: the agreed one, or the default without witnesses."""
    if context.invoked_subcommand is None:
        settings = present_settings()
        text = read_text(settings.instance)
        click.echo(write_policy(_log_keys(settings)) if text is None else text, nl=False)


@policy.command("init")
@click.option("--witness", "members", multiple=True, metavar="NAME=VKEY[,URL]", help="A witness; may be repeated.")
@click.option("--quorum", type=click.IntRange(1), help="How many are enough; otherwise floor(2n/3)+1.")
@click.option("--force", is_flag=True, help="Replace a policy that exists.")
def init(members: tuple[str, ...], quorum: int | None, force: bool) -> None:
    """Make the policy over this log's keys and the witnesses given."""
    settings = present_settings()
    if read_text(settings.instance) is not None and not force:
        raise Refusal(_("There is a policy already; --force replaces it."))
    text = write_policy(_log_keys(settings), [_member(each) for each in members], quorum)
    try:
        save_policy(settings.instance, text)
    except Rejected as fault:
        raise Refusal(f"{fault} [{fault.code}]") from None
    engine = engine_of(settings)
    log_policy(engine, settings.instance, clock.now())
    engine.dispose()
    click.echo(text, nl=False)


def _member(given: str) -> Member:
    name, _equals, rest = given.partition("=")
    vkey, _comma, url = rest.partition(",")
    return Member(name, vkey, url)


def _log_keys(settings: Settings) -> list[str]:
    try:
        return [key.vkey for key in open_signer(settings).keys]
    except NoKey as fault:
        raise Unreadable(str(fault)) from None


def _policy(settings: Settings) -> Policy:
    """Read the policy, which must be there."""
    try:
        found = load_policy(settings.instance)
    except Rejected as fault:
        raise Unreadable(f"{fault} [{fault.code}]") from None
    if found is None:
        raise Unreadable(_("There is no policy; consult log policy init makes one."))
    return found


def _newest(engine: Engine) -> Published:
    with reading(engine) as connection:
        found = latest(connection)
    if found is None:
        raise Unreadable(_("There is no checkpoint yet."))
    return found


def _verifier(policy: Policy, name: str | None) -> Verifier:
    """Find the witness that is meant."""
    if name not in policy.witnesses:
        known = ", ".join(policy.witnesses)
        raise Unreadable(_("Say which witness is meant with --witness: %(known)s.", known=known))
    return policy.witnesses[name]
