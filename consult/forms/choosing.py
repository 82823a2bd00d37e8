"""The inputs of questions whose answers are chosen: from fixed options, from parties, instruments or documents."""

from consult import words
from consult.forms.asked import Asked, Controls, options
from consult.forms.choices import PartyChoice
from consult.forms.names import as_text, part_of
from consult.forms.views import Option
from consult.i18n import _
from workflows.instruments import instruments
from workflows.kernel.fields import OPTIONAL, Field
from workflows.kernel.words import LEVELS

FEW = 4
"""Up to so many options of a choice are all shown; more stand in a drop-down."""


def is_all_shown(spec: Field) -> bool:
    """Say whether a choice shows all its options at once."""
    return spec.kind != "choice" or len(spec.options) <= FEW


def choice_controls(asked: Asked) -> Controls:
    """Show few options at once, and many in a drop-down."""
    value, named = as_text(asked.value), [(key, _(label)) for key, label in asked.spec.options]
    if not is_all_shown(asked.spec):
        return (asked.control("select", options=options(named, value, _("Choose")), width="full"),)
    shown = options(named, value)
    if asked.spec.need == OPTIONAL:
        shown += (Option("", _("No answer"), not value),)
    return (asked.control("radios", options=shown),)


def choices_controls(asked: Asked) -> Controls:
    """Show every option with a box to tick."""
    given = asked.value if isinstance(asked.value, list) else [asked.value]
    chosen = [as_text(one) for one in given if one]
    known = [key for key, _label in asked.spec.options]
    shown = [Option(key, _(label), key in chosen) for key, label in asked.spec.options]
    shown += [Option(key, key, chosen=True) for key in dict.fromkeys(chosen) if key not in known]
    return (asked.control("ticks", value="", options=tuple(shown)),)


def yes_no_controls(asked: Asked) -> Controls:
    """Ask for yes or no."""
    value = {True: "yes", False: "no"}[asked.value] if isinstance(asked.value, bool) else as_text(asked.value)
    shown = options((("yes", _("Yes")), ("no", _("No"))), value)
    if asked.spec.need == OPTIONAL:
        shown += (Option("", _("No answer"), not value),)
    return (asked.control("radios", value=value, options=shown),)


def party_controls(asked: Asked) -> Controls:
    """Ask for one party in a drop-down, by kind."""
    value = as_text(asked.value)
    offered = asked.offered.offered_for(asked.spec)
    known = {one.key for one in offered}
    shown = [Option("", _("Choose"), not value)]
    shown += [] if not value or value in known else [Option(value, value, chosen=True)]
    shown += [_party_option(one, one.key == value) for one in offered]
    return (asked.control("select", options=tuple(shown), width="full"),)


def parties_controls(asked: Asked) -> Controls:
    """Show the chosen ones first, in their order, then all others by kind."""
    given = asked.value if isinstance(asked.value, list) else [asked.value]
    chosen = list(dict.fromkeys(as_text(one) for one in given if one))
    first = [Option(key, asked.offered.party_name(key), chosen=True, group=_("Chosen")) for key in chosen]
    others = [one for one in asked.offered.offered_for(asked.spec) if one.key not in chosen]
    return (asked.control("ticks", value="", options=(*first, *(_party_option(one, False) for one in others))),)


def _party_option(one: PartyChoice, chosen: bool) -> Option:
    groups = {
        "state": _("States"),
        "igo": _("Intergovernmental organisations"),
        "neutral": _("Neutrals of the roster"),
        "retired": _("Neutrals no longer listed"),
    }
    name = _("%(name)s: %(serves_as)s", name=one.name, serves_as=one.note) if one.note else one.name
    return Option(one.key, name, chosen, groups.get(one.kind, _("Bodies")))


def provision_controls(asked: Asked) -> Controls:
    """Ask for an instrument and a provision of it."""
    value = part_of(asked.value, "instrument")
    known = [(one.key, f"{one.short} ({one.key})") for one in instruments().values()]
    known.sort(key=lambda pair: pair[1].casefold())
    return (
        asked.control(
            "select", "instrument", _("Instrument"), options=options(known, value, _("Choose")), width="half"
        ),
        asked.control("text", "provision", _("Provision"), asked.whole_or_part("provision"), width="short"),
    )


def document_controls(asked: Asked) -> Controls:
    """Ask for one of the documents attached to the case, and its level."""
    digest, level = asked.whole_or_part("digest"), part_of(asked.value, "level")
    attached = [(one.digest, _document_name(one.name, one.size)) for one in asked.offered.documents]
    if digest and digest not in [key for key, _name in attached]:
        attached.append((digest, _("not attached to this case: %(digest)s", digest=digest[:12])))
    levels = [(code, f"{code} {words.name(words.LEVEL, code)}") for code in LEVELS]
    kept = [asked.control("hidden", key) for key in ("kind", "language")]
    return (
        asked.choose("digest", _("Document"), attached, digest, _("None"), width="half"),
        asked.choose("level", _("Level"), levels, level, _("as it was attached")),
        *(one for one in kept if one.value),
    )


def _document_name(name: str, size: int) -> str:
    return f"{name} ({max(1, round(size / 1024))} KB)" if size else name
