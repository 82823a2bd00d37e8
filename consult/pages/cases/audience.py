"""Who will see an act now and later, by name: for the page before it is taken, and for its button."""

from collections.abc import Iterator, Mapping

from consult.audience import Audience
from consult.citations import law
from consult.docket import Seen
from consult.i18n import _, ngettext, write_list
from consult.visibility import OPEN, SEALED
from workflows.kernel.acts import STEP
from workflows.kernel.frozen import dataclass

NAMED = 6
"""How many a button names; the page before it names all."""


@dataclass(frozen=True, slots=True)
class AudienceView:
    """Who will see an act: in one word, by their keys, in a sentence now, in sentences later; what a button says that
    does nothing but send it (`button`), and what stands after the name of a step (`aside`)."""

    kind: str
    parties: tuple[str, ...]
    now: str
    later: tuple[str, ...]
    button: str
    aside: str


def audience_view(found: Audience, seen: Seen, said: Mapping[str, str], exercise: bool) -> AudienceView:
    """Draw who will see an act of a case."""
    kind = _kind(found)
    own, all_names = said.get(found.act.party, found.act.party), [said.get(one, one) for one in found.readers]
    who, short = write_list(all_names), write_list(_short(all_names))
    if found.others:
        who = _("%(who)s, and whoever else takes part", who=who) if who else _("whoever else takes part")
        short = _("%(who)s, and whoever else takes part", who=short) if short else who
    now = _everybody(found, exercise) if found.everybody else who or _("Nobody outside your own party")
    later = tuple(_later(found, seen))
    button, aside = _words(kind, short, own, exercise)
    return AudienceView(kind, found.readers, now, later, button, aside)


def _short(names: list[str]) -> list[str]:
    if len(names) <= NAMED:
        return names
    rest = len(names) - NAMED + 1
    return [*names[: NAMED - 1], ngettext("%(num)s more", "%(num)s more", rest)]


def _kind(found: Audience) -> str:
    """Name the audience in one word."""
    if found.everybody:
        return "public" if found.public else "everybody"
    if found.is_own:
        return "own"
    return {SEALED: "sealed", "C3": "relation", "C2": "parties"}.get(found.act.level, "participants")


def _everybody(found: Audience, exercise: bool) -> str:
    if not found.public:
        return _("Everybody who is signed in here")
    return _("Everybody in this exercise") if exercise else _("Everybody, whether signed in or not")


def _words(kind: str, who: str, own: str, exercise: bool) -> tuple[str, str]:
    """Write the button of an act with a text, and what stands after the name of any other."""
    if kind in ("public", "everybody"):
        if exercise or kind == "everybody":
            return _("Publish to everybody here"), _("published to everybody here")
        return _("Publish to everybody"), _("published to everybody")
    words = {
        "own": (_("Keep within %(who)s", who=own), _("kept within %(who)s", who=own)),
        "sealed": (_("Seal before %(who)s", who=who), _("sealed before %(who)s", who=who)),
        "relation": (_("Send to %(who)s", who=who), _("sent to %(who)s", who=who)),
        "parties": (_("Place before the parties: %(who)s", who=who), _("placed before the parties: %(who)s", who=who)),
        "participants": (
            _("Place before whoever takes part: %(who)s", who=who),
            _("placed before whoever takes part: %(who)s", who=who),
        ),
    }
    return words[kind]


def _later(found: Audience, seen: Seen) -> Iterator[str]:
    """Say who may see the act later without anybody's further consent, and how others may."""
    act = found.act
    if found.everybody and found.public:
        return
    if act.level == OPEN:
        yield _("Everybody, once the case itself is known to everybody.")
    if act.level == "C1":
        yield _("Whoever takes part in the case later.")
    if act.level == "C2":
        yield _joiners(basic=act.basic)
    if act.level == "C3":
        yield _("A State that joins later does not see it.")
    offices = _offices(found, seen)
    if offices:
        yield _("Whoever holds an office that reads this file: %(offices)s.", offices=write_list(offices))
    if act.kind == STEP and act.level != OPEN:
        yield _("Others only with the consent of every State whose information it holds.")


def _joiners(*, basic: bool) -> str:
    if basic:
        return _("A State that becomes a party later: it is served with what opened the talks.")
    return _("A State that becomes a party later does not see it: it sees from its own service date.")


def _offices(found: Audience, seen: Seen) -> list[str]:
    """Name the offices that read the file in which an act lies."""
    if not found.act.file or found.act.level not in ("C2", "C3", SEALED):
        return []
    return [law(role.words()) for role in seen.procedure.roles if found.act.file in role.reads]
