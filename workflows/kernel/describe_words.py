"""The words of a description: targets, starts, lengths, effects and verbs, each read from its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from .fields import NO_FILING
from .limits import (
    AllReceived,
    ByCase,
    ByParty,
    ByStep,
    ByTrack,
    Dispatch,
    Earliest,
    EndOf,
    FromFact,
    FromField,
    FromFiling,
    Length,
    Receipt,
    SinceStep,
    Start,
    Until,
)  # fmt: skip
from .reckoning import Period
from .steps import BACK, PROOFS, STAY, Flag, FromFilingField, Moves, Names, Opens, Outcome, Step, Target
from .words import Citation, humanise

if TYPE_CHECKING:
    from .procedure import Procedure

names_of = humanise
IRREGULAR = {
    "begin": "began", "bind": "bound", "break": "broke", "bring": "brought", "build": "built", "choose": "chose",
    "come": "came", "do": "did", "draw": "drew", "find": "found", "forgo": "forwent", "get": "got", "give": "gave",
    "go": "went",
    "hear": "heard", "hold": "held", "keep": "kept", "lay": "laid", "lead": "led", "leave": "left", "let": "let",
    "make": "made", "meet": "met", "pay": "paid", "put": "put", "read": "read", "rebut": "rebutted", "say": "said",
    "see": "saw", "seek": "sought", "send": "sent", "set": "set", "speak": "spoke", "spread": "spread",
    "stand": "stood", "strike": "struck", "take": "took", "tell": "told", "undertake": "undertook",
    "uphold": "upheld", "withdraw": "withdrew", "withhold": "withheld", "write": "wrote",
}  # fmt: skip
DOUBLED = frozenset(
    {
        "admit",
        "cancel",
        "commit",
        "concur",
        "confer",
        "defer",
        "drop",
        "log",
        "omit",
        "permit",
        "plan",
        "prefer",
        "refer",
        "stop",
        "submit",
        "transmit",
    }
)
"""Verbs that double their last letter."""


def past(title: str) -> str:
    """Turn an imperative title into what was done: “Serve notice” gives “served notice”."""
    verb = title.split(" ")[0].rstrip(",:;")
    return f"{_past_of(verb.lower())}{title[len(verb) :]}"


def _past_of(verb: str) -> str:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb in DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def one(noun: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


def cited(under: Iterable[Citation]) -> str:
    """Cite provisions with what they bind and how they were checked; a product default is named so."""
    found = ("product default, no provision" if c.is_product else f"{c} [{c.binding}, {c.grade}]" for c in under)
    return "; ".join(dict.fromkeys(found))


def target_words(target: Target, of: Procedure | None = None) -> str:
    """Say where a step leads."""
    if isinstance(target, Outcome):
        said = [f"{to} if {guard.words(of)}" if guard else f"else {to}" for guard, to in target.branches]
        return ", ".join(said)
    return {STAY: "stays", BACK: "back to where it came from"}.get(target, target)


def length_words(length: Length) -> str:
    """Say how long a limit runs."""
    match length:
        case Period():
            return length.text()
        case ByCase(fact, lengths, default):
            said = [f"{case}: {period.text()}" for case, period in lengths]
            return f"by {names_of(fact).lower()} ({', '.join(said)}; without it {default})"
        case ByParty(lengths=lengths, default=default):
            said = [f"{party}: {period.text()}" for party, period in lengths]
            return f"by party ({', '.join([*said, f'others: {default.text()}'])})"
        case ByTrack(lengths, default):
            said = [f"{key}: {period.text()}" for key, period in lengths]
            return f"by track ({', '.join([*said, f'others: {default.text()}'])})"
        case ByStep(of_step, otherwise):
            said = [f"started by {step}: {length_words(length)}" for step, length in of_step]
            return "; ".join([*said, f"else {length_words(otherwise)}"])
        case Until(name, otherwise):
            return f"until “{name}”" + (f", else {length_words(otherwise)}" if otherwise else "")
        case FromField(name, default):
            return f"as “{name}” says, else {default.text()}"
        case _:
            assert_never(length)


def start_words(start: Start) -> str:
    """Say from when a limit runs."""
    match start:
        case Dispatch():
            return "dispatch"
        case Receipt(sent_by):
            until = f" (started by {' or '.join(sent_by)}: dispatch, until receipt is proved)" if sent_by else ""
            return f"proven receipt{until}"
        case AllReceived(of, sent_by):
            but = f" (started by {' or '.join(sent_by)}: dispatch)" if sent_by else ""
            return f"proven receipt by the last on the tracks of “{of}”{but}"
        case SinceStep(step):
            return f"the act of {step}"
        case FromFiling(name):
            return f"“{name}” in the filing"
        case FromFact(name):
            return f"“{name}” of the case"
        case EndOf(name):
            return f"the end of {name}"
        case Earliest(of):
            return f"the earliest of {', '.join(start_words(one) for one in of)}"
        case _:
            assert_never(start)


def limits_of(step: Step) -> str:
    """Say what a step does to time limits."""
    said = [f"starts {', '.join(step.starts)}"] if step.starts else []
    for word, names in (("stops", step.stops), ("pauses", step.pauses), ("resumes", step.resumes)):
        if names:
            said.append(f"{word} {'all that may' if names == ('*',) else ', '.join(names)}")
    if step.extends:
        said.append(f"extends {step.extends.limit or 'the limit named'}")
    if step.within:
        said.append(f"late after {step.within}")
    return "; ".join(said)


def checks_in_words(step: Step, of: Procedure | None = None) -> Iterator[str]:
    """Say what the filing of a step must satisfy beyond being well formed, in the words of its questions."""
    yield from (check.words(step.filing or NO_FILING, of) for check in step.checks)


def does(procedure: Procedure, step: Step) -> Iterator[str]:
    """Say what else a step does: tracks, roles, flags, facts, activity, links."""
    if step.track:
        moves = "" if step.track.to == STAY else f", which becomes {target_words(step.track.to)}"
        which = f"the {step.track.set} {step.track.key}" if step.track.key else one(step.track.set)
        yield f"on {which} that is {' or '.join(step.track.frm)}{moves}"
    yield from (_opens(opens) for opens in step.opens)
    yield from (_moves(moves) for moves in step.moves)
    yield from (_names(names) for names in step.names)
    for flag in step.flags:
        named = flag if isinstance(flag, Flag) else Flag(flag)
        yield f"sets the flag {named.name}{f' if {named.when.words(procedure)}' if named.when else ''}"
    yield from (f"clears the flag {name}" for name in step.clears)
    if isinstance(step.activity, FromFilingField):
        yield f"the activity becomes what “{step.activity.field}” says"
    elif step.activity:
        yield f"the activity becomes {step.activity}"
    yield from (f"keeps {name} as a fact of the case" for name in step.keeps)
    yield from (f"collects {name} on the track" for name in step.collects)
    yield from (f"{name} becomes what {other} says" for name, other in step.takes_over)
    for look in step.looks_up:
        told = f", or what “{look.told}” says" if look.told else ""
        yield f"{look.fact} becomes what a table says of “{look.by}”{told}"
    yield from _rest(step)


def _rest(step: Step) -> Iterator[str]:
    if step.elapsed:
        of = f" of each entry of “{step.elapsed.listed}”" if step.elapsed.listed else ""
        yield f"its sentence tells what had passed since “{step.elapsed.since}”{of}"
    if step.tables:
        yield f"puts “{step.tables}” on the table as the present version of the text"
    if step.publishes:
        yield "makes public that the case exists, where it stands and who takes part in it"
    if step.stands:
        yield "stands until it is replaced or the case ends, and begins later papers of its party"
    if step.receipt:
        yield f"records receipt, as soon as {PROOFS[step.proof.kind]}" if step.proof else "records receipt"
    if step.hands > 1:
        yield f"needs {step.hands} persons of the party"
    if step.proposed:
        yield "is proposed, never taken by itself"
    if step.link:
        leads = f", procedure {step.link.procedure}" if step.link.procedure else ""
        yield f"{'opens and ' if step.link.opens else ''}links {one(names_of(step.link.kind).lower())}{leads}"
    if step.tells:
        yield f"takes {step.tells.step} in the linked {names_of(step.tells.link).lower()}"


def _opens(opens: Opens) -> str:
    source = (
        f"the party in “{opens.field}”, under the next number" if opens.field and opens.numbered
        else f"each entry of “{opens.field}”" if opens.by_actor
        else f"each party in “{opens.field}”, which takes no part by it" if opens.field and opens.about
        else f"each party in “{opens.field}”" if opens.field
        else ", ".join(key for key, _ in opens.keys) if opens.keys
        else f"each {names_of(opens.role).lower()}" if opens.role
        else "the acting party" if opens.acting
        else "the party of the track"
    )  # fmt: skip
    lies = ", and lies on it" if opens.here else ""
    return f"opens {one(opens.set)} for {source}{f', {opens.to}' if opens.to else ''}{lies}"


def _moves(moves: Moves) -> str:
    which = f" that is {' or '.join(moves.frm)}" if moves.frm else ""
    named = f" {', '.join(moves.keys)}" if moves.keys else f" that “{moves.field}” names" if moves.field else ""
    return f"every {moves.set}{named}{which} becomes {moves.to}"


def _names(names: Names) -> str:
    source = (
        f"whom “{names.field}” names"
        if names.field
        else f"whoever is on the roll as {names.roll.of}"
        if names.roll
        else ", ".join(names.parties)
        if names.parties
        else "the acting party"
        if names.acting
        else "the party of the track"
    )
    return f"gives the role {names.role} to {source}"
