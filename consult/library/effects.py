"""What a step does to tracks, roles, flags, facts and linked cases, one sentence each."""

from collections.abc import Iterator

from consult.citations import law
from consult.i18n import _, ngettext
from consult.library.names import Names
from workflows.kernel.steps import BACK, PROOFS, STAY, Flag, FromFilingField, Moves, Opens, Outcome, Step, Target
from workflows.kernel.steps import Names as Naming
from workflows.kernel.words import humanise
from workflows.parties import parties


def list_effects(step: Step, names: Names) -> Iterator[str]:
    """Say what else a step does besides moving the case and its time limits."""
    yield from _on_track(step, names)
    yield from (_opening(one, names) for one in step.opens)
    yield from (_moving(one, names) for one in step.moves)
    yield from (_naming(one, names) for one in step.names)
    yield from (_flagging(one, names) for one in step.flags)
    yield from (_("Clears the mark “%(flag)s”.", flag=humanise(name)) for name in step.clears)
    yield from _activity(step, names)
    yield from _keeping(step, names)
    if step.tables:
        yield _(
            "Puts %(field)s on the table as the present version of the text.", field=f"“{names.field(step.tables)}”"
        )
    if step.publishes:
        yield _("Makes public that the case exists, where it stands and who takes part in it.")
    if step.elapsed:
        yield _(
            "Its sentence tells what had passed since %(field)s.",
            field=f"“{names.field(step.elapsed.listed or step.elapsed.since)}”",
        )
    yield from _linking(step)


def write_target(target: Target, names: Names, of: str = "") -> Iterator[tuple[str, str, str]]:
    """Give (key, name, condition) for each state to which a target can lead; the key is empty where it names none."""
    if isinstance(target, Outcome):
        for guard, state in target.branches:
            condition = _("if %(condition)s", condition=law(guard.words(names.procedure))) if guard else _("otherwise")
            yield from ((key, name, condition) for key, name, _none in write_target(state, names, of))
    elif target == STAY:
        yield "", _("stays"), ""
    elif target == BACK:
        yield "", _("back to the state before"), ""
    else:
        yield target, names.state(target, of), ""


def write_track(step: Step, names: Names) -> str:
    """Say on which track a step is taken, and in which states of it."""
    if step.track is None:
        return ""
    of = step.track.set
    states = ", ".join(names.state(key, of) for key in step.track.frm)
    named = f"{names.track(of)} {humanise(step.track.key)}" if step.track.key else names.track(of)
    return _("for one %(track)s that is: %(states)s", track=named, states=states)


def _on_track(step: Step, names: Names) -> Iterator[str]:
    """Say where the track goes."""
    if step.track and step.track.to != STAY:
        for _key, name, condition in write_target(step.track.to, names, step.track.set):
            said = f"{name} ({condition})" if condition else name
            yield _("The track becomes: %(state)s.", state=said)


def _keeping(step: Step, names: Names) -> Iterator[str]:
    """Say which facts of the case a step keeps, and from where."""
    if kept := ", ".join(f"“{names.field(name)}”" for name in (*step.keeps, *step.collects)):
        yield _("Keeps as facts of the case: %(fields)s.", fields=kept)
    for name, other in (*step.takes_over, *((look.fact, look.by) for look in step.looks_up)):
        yield _("%(fact)s becomes what “%(other)s” says.", fact=humanise(name), other=names.field(other))


def _opening(one: Opens, names: Names) -> str:
    """Say which tracks are opened."""
    if one.field:
        whom = _("each party under “%(field)s”", field=names.field(one.field))
    elif one.keys:
        whom = ", ".join(humanise(key) for key, _party in one.keys)
    elif one.role:
        whom = _("each party that is: %(role)s", role=names.role(one.role))
    else:
        whom = _("the acting party") if one.acting else _("the party of the track")
    said = _("Opens a track “%(track)s” for %(whom)s.", track=names.track(one.set), whom=whom)
    return f"{said} {_('The act lies on that track alone.')}" if one.here else said


def _moving(one: Moves, names: Names) -> str:
    """Say which tracks are moved."""
    track, state = names.track(one.set), names.state(one.to, one.set)
    if one.frm:
        states = ", ".join(names.state(key, one.set) for key in one.frm)
        return _("Every %(track)s that is “%(states)s” becomes: %(state)s.", track=track, states=states, state=state)
    return _("Every %(track)s becomes: %(state)s.", track=track, state=state)


def _naming(one: Naming, names: Names) -> str:
    """Say who is given a role."""
    if one.field:
        whom = _("each party under “%(field)s”", field=names.field(one.field))
    elif one.parties:
        whom = ", ".join(parties()[party].said if party in parties() else party for party in one.parties)
    elif one.roll:
        whom = _("everybody on the roll as “%(of)s” on that day", of=one.roll.of)
    else:
        whom = _("the acting party") if one.acting else _("the party of the track")
    return _("Gives the part “%(role)s” to %(whom)s.", role=names.role(one.role), whom=whom)


def _flagging(flag: str | Flag, names: Names) -> str:
    """Say which mark is set."""
    if isinstance(flag, str):
        return _("Marks: “%(flag)s”.", flag=humanise(flag))
    if flag.when is None:
        return _("Marks: “%(flag)s”.", flag=humanise(flag.name))
    return _(
        "Marks “%(flag)s” if %(condition)s.", flag=humanise(flag.name), condition=law(flag.when.words(names.procedure))
    )


def _activity(step: Step, names: Names) -> Iterator[str]:
    """Say what becomes of the activity."""
    if isinstance(step.activity, FromFilingField):
        yield _("The activity becomes what “%(field)s” says.", field=names.field(step.activity.field))
    elif step.activity:
        yield _("The activity becomes: %(status)s.", status=humanise(step.activity).lower())


def _linking(step: Step) -> Iterator[str]:
    """Say what happens to linked cases, to receipt and to hands."""
    if step.receipt:
        yield _("Counts as receipt.")
    if step.proof:
        yield _("Taken by the clock as soon as %(proof)s.", proof=law(PROOFS[step.proof.kind]))
    if step.hands > 1:
        yield ngettext("Needs %(num)s person.", "Needs %(num)s persons of the same party.", step.hands)
    if step.link and step.link.opens:
        yield _("Opens a linked case under %(procedure)s.", procedure=_(step.link.title) or step.link.procedure)
    elif step.link:
        yield _("Links a case: %(kind)s.", kind=humanise(step.link.kind).lower())
    if step.without_prejudice:
        yield _("Without prejudice: nobody may use it as evidence unless all parties agree.")
    if step.tells:
        what, where = humanise(step.tells.step), humanise(step.tells.link).lower()
        yield _("Takes “%(step)s” in the linked %(case)s at the same moment.", step=what, case=where)
