"""`consult remote call`: any operation that the document of the instance names, for what has no verb of its own."""

import re
from typing import Any
from urllib.parse import urlencode

import click

from consult.commands.remote import printing
from consult.commands.remote.session import Session, read_text, works
from consult.i18n import _
from consult.remote import entries
from consult.remote.answers import as_json
from consult.remote.faults import Unfit
from consult.remote.safe import line
from consult.remote.said import Said

_PLACE = re.compile(r"\{(\w+)\}")


@click.command("call")
@click.argument("operation", required=False)
@click.argument("given", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--body", help="File with the body as JSON, - for standard input.")
@click.option("--if-match", default="", help="The tag of what was read, where the operation asks for it.")
@click.option("--key", default="", help="An Idempotency-Key, where the operation takes one.")
@works
def call(at: Session, operation: str | None, given: tuple[str, ...], body: str | None, if_match: str, key: str) -> None:
    """Call any operation of the instance by its name; without one, list those that its document names.

    Places in the address and parameters are given as NAME=VALUE. The answer is printed as it came.
    """
    found = _operations(at.remote.get(entries.DOCUMENT).said)
    if operation is None:
        rows = ((name, method, path, one.text("summary")) for name, (method, path, one) in sorted(found.items()))
        printing.table((_("operation"), _("method"), _("address"), _("what")), rows)
        return
    if operation not in found:
        raise Unfit(_("There is no such operation: consult remote call lists those that there are."))
    method, path, told = found[operation]
    sent = as_json(read_text(body)) if body else None
    answer = at.remote.send(
        method, _filled(path, told, given), sent, Accept="*/*", If_Match=if_match, Idempotency_Key=key
    )
    if answer.raw:
        printing.raw(answer.raw)


def _operations(document: Said) -> dict[str, tuple[str, str, Said]]:
    """Give the operations of the document: by name the method, the address, and what is said of it."""
    return {
        one.text("operationId"): (method.upper(), path, one)
        for path, methods in document.pairs("paths")
        for method, one in _methods(methods)
        if one.text("operationId")
    }


def _methods(path: Said) -> list[tuple[str, Said]]:
    """Give the operations at one address."""
    known = ("get", "post", "put", "delete", "patch")
    return [(name, path.part(name)) for name in known if path.value.get(name) is not None]


def _filled(path: str, told: Said, given: tuple[str, ...]) -> str:
    """Fill the places of an address, and add what else was given as parameters. Unfit with what is missing."""
    values: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise Unfit(_("Give places and parameters as name=value: %(given)s", given=line(one)))
        values[name] = value
    missing = [name for name in _PLACE.findall(path) if name not in values]
    if missing:
        raise Unfit(_("Give also: %(names)s.", names=", ".join(missing)))
    filled = _PLACE.sub(lambda found: entries.quoted(values.pop(found[1])), path)
    names = {one.text("name") for one in told.parts("parameters") if one.text("in") == "query"}
    strange = sorted(values.keys() - names)
    if strange:
        known = line(", ".join(sorted(names))) or _("none")
        raise Unfit(_("There is no such parameter. Those that there are: %(names)s.", names=known))
    return f"{filled}?{urlencode(values)}" if values else filled
