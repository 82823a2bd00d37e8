"""The steps that a case offers, as the instance tells of them, and the act that is sent to take one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consult.i18n import _
from consult.remote.asking import Remote
from consult.remote.faults import Declined, Unfit
from consult.remote.safe import line
from consult.remote.said import Said
from consult.remote.schemas import Question, questions

OPEN = ("open", "waiting")
"""Ways in which a step may be taken now; `prepare` is prepared here and sent by others."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One step of a case, with the schema of what it asks."""

    said: Said
    schema: dict[str, Any]

    @property
    def step(self) -> str:
        """Give the key of the step."""
        return self.said.text("step")

    @property
    def track(self) -> str:
        """Give the key of the relation on which it is taken."""
        return self.said.text("track")

    @property
    def way(self) -> str:
        """Say whether it may be taken now."""
        return self.said.text("way")

    @property
    def asked(self) -> tuple[Question, ...]:
        """Give what it asks in writing."""
        return questions(self.schema)

    @property
    def place(self) -> str:
        """Name step and relation in words for a person."""
        return f"{line(self.step)} {line(self.track)}".strip()


def offers_of(case: Said) -> list[Offer]:
    """List the steps of a case."""
    schemas = case.part("schemas")
    return [Offer(one, _schema(schemas, one)) for one in case.parts("offers")]


def _schema(schemas: Said, offer: Said) -> dict[str, Any]:
    """Follow the pointer of an offer to the schema of its filing, in the same answer."""
    key = offer.text("schema").rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    return dict(schemas.part(key).value) if key else {}


def find_offer(case: Said, step: str, track: str | None) -> Offer:
    """Find the one step that is meant. Unfit with what there is, Declined with the reasons where it is closed."""
    named = [one for one in offers_of(case) if one.step == step and track in (None, one.track)]
    if not named:
        known = dict.fromkeys(one.place for one in offers_of(case) if one.way in OPEN)
        raise Unfit(
            _(
                "%(case)s does not offer the step %(step)s. Open are: %(names)s.",
                case=line(case.text("ref")),
                step=line(step),
                names=", ".join(known) or _("none"),
            )
        )
    ready = [one for one in named if one.way in OPEN] or [one for one in named if one.way == "prepare"] or named
    if len(ready) > 1:
        tracks = ", ".join(line(one.track) for one in ready)
        raise Unfit(_("Say with --track on which relation the step is taken: %(tracks)s.", tracks=tracks))
    return ready[0]


def require_open(offer: Offer) -> Offer:
    """Give an offer that may be taken now. Declined with the sentences of the instance where it may not."""
    if offer.way in OPEN:
        return offer
    raise Declined("\n".join(reasons(offer.said.parts("refusals"))) or _("The step is closed now."))


def reasons(told: Sequence[Said]) -> list[str]:
    """Write the reasons why something is closed: sentence, provisions, the day from which it may be open."""
    found = []
    for one in told:
        under = "; ".join(line(each.text("words")) for each in one.parts("under"))
        opens = _("Opens on %(day)s.", day=line(one.text("opens_on"))) if one.text("opens_on") else ""
        found.append(
            " ".join(part for part in (line(one.text("sentence")), f"[{under}]" if under else "", opens) if part)
        )
    return found


def act_of(case: Said, offer: Offer, filing: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    """Write the act that takes a step of a case as it was read."""
    body: dict[str, Any] = {"step": offer.step, "track": offer.track or None, "seen": case.count("seen")}
    body |= {"filing": filing} if filing is not None else {}
    return body | {name: value for name, value in more.items() if value}


def first_step(case: Said) -> Offer:
    """Find the step with which a new case begins: the only open one that is its own and asks something in writing."""
    own = [one for one in offers_of(case) if one.way in OPEN and not one.said.yes("common") and one.schema]
    if len(own) != 1:
        names = ", ".join(one.place for one in own) or _("none")
        raise Unfit(_("Say which step the filing is for, as --filing STEP=FILE: %(names)s.", names=names))
    return own[0]


def line_of(remote: Remote, case: Said, n: int) -> Said:
    """Find an act in the timeline of a case, which tells of it without proving that it was received."""
    answer = remote.get(f"{case.part('hrefs').required('acts')}?after={n - 1}&size=1").said
    found = next((one for one in answer.parts("items") if one.whole("n") == n), None)
    if found is None:
        raise Unfit(_("%(case)s has no act %(n)s that you may see.", case=line(case.text("ref")), n=n))
    return found
