"""What a step would do if it were taken now, as a machine reads it."""

from consult.api.values.cases import DeadlineValue, deadline_value
from consult.api.values.law import Reason, reasons_of
from consult.pages.cases.rehearsal import Rehearsal
from consult.pages.cases.step import Preview
from workflows.kernel.frozen import dataclass


@dataclass(frozen=True, slots=True)
class AudienceValue:
    """Who may see an act: `public`, `everybody` who is signed in here, `participants`, `parties`, `relation`, `sealed`
    or `own`; the parties beside its author, by key; in words, now and later."""

    kind: str
    parties: tuple[str, ...]
    now: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectValue:
    """What an act would do: who is told, who else may read it, who may see it now and later, at
    which level, where the case goes, which limits start to run and which wait for their start, which relations open,
    which case begins. `is_hand` where it would only lay the own hand on a joint step."""

    is_hand: bool
    told: tuple[str, ...]
    others: tuple[str, ...]
    audience: AudienceValue
    level: str
    moves_to: str
    starts: tuple[DeadlineValue, ...]
    waits_for: tuple[str, ...]
    opens: tuple[str, ...]
    begins: str


@dataclass(frozen=True, slots=True)
class StatementValue:
    """What the organ signs with its key (a signed note, C2SP signed-note): sent back as `signature` of the act."""

    text: str
    key: str
    vkey: str


@dataclass(frozen=True, slots=True)
class RehearsalValue:
    """What a step would do, or why it is refused. `for_others` says that others of the party may take it and not the
    asker, for the reasons in `refusals`. `sign` is there where the organ has a key, so that the act needs its
    signature. Nothing was recorded."""

    case: str
    step: str
    track: str
    would: EffectValue | None
    for_others: bool
    refusals: tuple[Reason, ...]
    sign: StatementValue | None


def rehearsal_value(found: Rehearsal, ref: str, step: str, track: str) -> RehearsalValue:
    """Write what a step would do."""
    signing = found.signing
    return RehearsalValue(
        ref,
        step,
        track,
        _effect(found.preview) if found.preview else None,
        found.for_others,
        reasons_of(found.refusals),
        StatementValue(signing.text, signing.key, signing.vkey) if signing else None,
    )


def _effect(preview: Preview) -> EffectValue:
    seen = preview.audience
    return EffectValue(
        preview.is_hand,
        preview.told,
        preview.others,
        AudienceValue(seen.kind, seen.parties, seen.now, seen.later),
        preview.level,
        preview.moves_to,
        tuple(deadline_value(one) for one in preview.starts),
        preview.waits_for,
        preview.opens,
        preview.begins,
    )
