"""The proof of an act: its receipt and what its entry in the log opens, compared with what the instance says of it."""

from dataclasses import dataclass
from typing import Any

from consult.i18n import _
from consult.log import verifier
from consult.log.verifier import Opened, Policy
from consult.remote import entries
from consult.remote.asking import Remote
from consult.remote.faults import Answered, Declined
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.steps import line_of

MOST = verifier.MOST_NOTE_BYTES


class NotYet(Declined):
    """No signed checkpoint covers the act yet."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The place of an act in the log, what its entry opens, and the signed checkpoint that covers it."""

    index: int
    digest: str
    opened: dict[str, Any]
    note: str
    checkpoint: Opened


def prove_act(remote: Remote, case: Said, n: int, policy: Policy) -> Proof:
    """Fetch the receipt of an act and what may be opened of it, and check that they are of this very act.

    Declined where the host says of the act what the sealed entry does not; Rejected where the receipt does not hold.
    """
    told = line_of(remote, case, n)
    receipt = remote.get(told.part("hrefs").text("receipt") or f"{told.required('href')}/{entries.RECEIPT}").said
    links = receipt.part("hrefs")
    if not links.text("proof"):
        raise NotYet(_("Act %(n)s is recorded; no signed checkpoint covers it yet. Ask again a little later.", n=n))
    text = _text(remote, links.required("proof"))
    held = verifier.check_receipt(text, policy)
    _leaf, opened = verifier.check_openings(_text(remote, links.required("openings")), "-", held.index, held)
    _require_same(case, told, opened)
    digest = verifier.hash_leaf(held.leaf).hex()
    return Proof(held.index, digest, _plain(opened), verifier.read_proof(text).note, held.opened)


def _text(remote: Remote, path: str) -> str:
    try:
        return verifier.decode_note(remote.get(path, most=MOST, accept="*/*").raw)
    except Answered as fault:
        if fault.status == 404:
            raise NotYet(_("No signed checkpoint covers the act yet. Ask again a little later.")) from None
        raise


def _require_same(case: Said, told: Said, opened: dict[str, Any]) -> None:
    """Demand that the sealed entry is of the act that the host told of, and says the same of it."""
    act, actor, rest = (_part(opened.get(name)) for name in ("act", "actor", "rest"))
    sealed = {
        _("case"): (opened.get("case"), case.text("ref")),
        _("number"): (rest.get("n"), told.whole("n")),
        _("step"): (act.get("step"), told.text("step") or None),
        _("party"): (actor.get("party"), told.text("party") or None),
    }
    for name, (held, said) in sealed.items():
        if said is not None and held != said:
            raise Declined(
                _(
                    "The host says of act %(n)s under %(name)s: %(said)s. The sealed entry says: %(held)s.",
                    n=told.whole("n"),
                    name=name,
                    said=line(said),
                    held=line("-" if held is None else held),
                )
            )


def _part(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _plain(opened: dict[str, Any]) -> dict[str, Any]:
    """Give what is opened as lines: part by part, nothing that is empty."""
    found: dict[str, Any] = {}
    for name, value in opened.items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": one for key, one in value.items() if one not in (None, "", [], {})}
        elif value not in (None, "", [], {}):
            found[name] = value
    return found
