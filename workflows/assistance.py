"""Help to answer (``assistance``): a party that has to answer in a case asks others for an assessment, data, or to ask
for time.

Law: OST IX first sentence: co-operation and mutual assistance guide States in the exploration and use of outer space;
it names no procedure for it, and every period here is a product default. The case stands beside the one in which the
answer is due and moves nothing there: no limit, no track, no state. Whoever asks decides who else learns of it, and
whether a result is put before others. Not modelled: what help costs, and whether an assessment is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflows import Form
from workflows.kernel import guards as g
from workflows.kernel.advice import Advice
from workflows.kernel.beside import Beside
from workflows.kernel.checks_of_matter import PartyTo
from workflows.kernel.fragments import COMMON_STATES, common_steps, suspension_limit
from workflows.kernel.language import (
    BACK,
    CLOCK,
    DISPATCH,
    FINAL,
    OFFICE,
    OPTIONAL,
    PRODUCT,
    RESTING,
    STAY,
    Binding,
    Exempt,
    Filing,
    Grade,
    Levels,
    Link,
    Names,
    NotBefore,
    NotOneself,
    Period,
    Procedure,
    Role,
    Source,
    State,
    Step,
    TimeLimit,
    Until,
    choice,
    date_field,
    document_field,
    long_text,
    parties_field,
    party_field,
    text,
)
from workflows.kernel.reciprocity import Counted
from workflows.kernel.terms import Terms, term

EDITION = 1
OST = Source("OST", Binding.LAW_T, Grade.V)
CO_OPERATION = OST("IX", 1)
HELP = "help"
"""The file of the case that the helper reads."""
ASKER = Role("asker", "the party that asks for help")
HELPER = Role("helper", "whoever is asked to help", stake=False, office=True, reads=(HELP,))
INFORMED = Role("informed", "a party that knows of the co-operation", stake=False)
KINDS = {
    "assessment": "An expert assessment",
    "data": "Data, or a measurement",
    "time": "That the other side be asked for time",
}
ASKED, ACCEPTED, ASKED_BACK = "asked", "accepted", "asked_back"
WAITING = (ASKED, ACCEPTED, ASKED_BACK)
DELIVERED, DECLINED, LAPSED, SHARED, CLOSED = "delivered", "declined", "lapsed", "shared", "closed"
ENDED = (DECLINED, LAPSED, SHARED, CLOSED)
NOT_MODELLED = (
    "What help costs, and whether an assessment is right.",
    "Time itself: an extension is asked for and granted in the case where the answer is due.",
)
NOTES = (
    "Co-operation and mutual assistance guide States; no text gives help a form, or a day by which it comes.",
    "Nothing here moves the case in which the answer is due: its dates run on.",
)
KNOWN = "known_to_others"
TOLD = g.Flagged(KNOWN)
EVERY_WORD = "Whoever is told of the co-operation reads these words."
# fmt: off


@dataclass(frozen=True)
class AssistanceTerms(Terms):
    """Terms of help to answer."""

    answer: Period = term(Period(days=7), "Answer of whoever is asked, from the request.")


class Request(Filing):
    """Request for help to answer."""

    case = text("Reference of the case in which you have to answer", PRODUCT)
    topic = text("What the help is about, in a few words", PRODUCT, fills="title", help=EVERY_WORD)
    kind = choice("What you ask for", KINDS, CO_OPERATION)
    helper = party_field("Whom you ask", CO_OPERATION,
                         help="Another State, an organisation, a secretariat, or a neutral expert.")
    what = long_text("What exactly is to be assessed, measured or asked", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)
    due_on = date_field("By when you need it", PRODUCT, help="Before your own date to answer; it moves no date there.")


class Reply(Filing):
    """Reply to the request."""

    remark = long_text("Remark", PRODUCT, need=OPTIONAL)


class Refusal(Filing):
    """Why help is declined."""

    reason = long_text("Reason, if you wish to give one", PRODUCT, need=OPTIONAL)


class Question(Filing):
    """Question about the request."""

    question = long_text("What you need to know first", PRODUCT)


class Answer(Filing):
    """Answer to the question."""

    answer = long_text("Answer", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Result(Filing):
    """Result of the help."""

    result = long_text("Assessment, data, or what was asked and answered", CO_OPERATION)
    limits = long_text("What it rests on, and what it does not cover", PRODUCT, need=OPTIONAL)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class SharingMore(Filing):
    """What more of the result is put before others."""

    informed = parties_field("Who is to read it", CO_OPERATION)
    summary = long_text("What you put before them", PRODUCT)
    document = document_field("Document", PRODUCT, need=OPTIONAL)


class Sharing(SharingMore):
    """What is put before others of the result."""

    case = text("Reference of the case in which you have to answer", PRODUCT)


class TellingMore(Filing):
    """Who further is told of the co-operation."""

    informed = parties_field("Who is to know of it", CO_OPERATION)


class Telling(TellingMore):
    """Who is told of the co-operation."""

    case = text("Reference of the case in which you have to answer", PRODUCT)


def assistance(terms: AssistanceTerms) -> Procedure:
    """Build the procedure of help to answer."""
    return Procedure(
        key="assistance", edition=EDITION, title="Help to answer", under=CO_OPERATION, opens="prepared",
        filer="asker", prefix="HELP", roles=(ASKER, HELPER, INFORMED), states=(*STATES, *COMMON_STATES),
        steps=(*_asking(), *_helping(), *_using(), *_common()), limits=_limits(terms),
        levels=Levels(existence="C2", case="C1", own="C4"), exempt=_exempt(),
        summary="A party that has to answer in a case asks others for help with it; whoever is asked accepts, asks "
                "back, declines or delivers, and the asker keeps the result or puts it before others.",
        not_modelled=NOT_MODELLED, notes=NOTES, terms=terms.plain(),
    )


STATES = (
    State("prepared", "The request for help is being prepared; nobody else sees it", label="In preparation"),
    State(ASKED, "The request is with whoever was asked"),
    State(ACCEPTED, "Whoever was asked helps"),
    State(ASKED_BACK, "Whoever was asked needs to know something first"),
    State(DELIVERED, "The result is there; the asker keeps it or puts it before others"),
    State(DECLINED, "Whoever was asked does not help", FINAL),
    State(LAPSED, "The day passed without a result; a late one is still taken", RESTING),
    State(SHARED, "The result, or a part of it, was put before others", RESTING),
    State(CLOSED, "The result is kept by the asker", RESTING),
)


def _kept(level: str = "C2") -> dict[str, Any]:
    return {"file": HELP, "level": level, "tell": "all"}


def _hands() -> Iterator[dict[str, Any]]:
    """The helper acts by its ministry or mission, a secretariat and a neutral by their office."""
    for capacity in (DISPATCH, OFFICE):
        yield {"by": HELPER, "capacity": capacity, "under": CO_OPERATION, **_kept()}


def _asking() -> Iterator[Step]:
    yield Step("ask_help", "prepared", ASKED, ASKER, DISPATCH, CO_OPERATION, Request, names=Names("helper", "helper"),
               link=Link("help_to_answer", field="case"), starts=("answer", "due"), **_kept(),
               checks=(PartyTo("case"), NotOneself("helper"), NotBefore("due_on")), title="Ask for help to answer",
               effect="Whoever you ask reads it. Nobody else learns of it unless you tell them, and no date of the "
                      "other case moves.")
    yield Step("answer_question", ASKED_BACK, BACK, ASKER, DISPATCH, CO_OPERATION, Answer, **_kept(),
               title="Answer the question", effect="Whoever helps has what it asked for.")
    known: dict[str, Any] = {**_kept("C1"), "names": Names("informed", "informed", level="C1"), "effect":
                             "They see that there is co-operation, about what and with whom, where it stands and by "
                             "when; not what was asked or delivered."}
    live = (*WAITING, DELIVERED)
    yield Step("tell_others", live, STAY, ASKER, DISPATCH, CO_OPERATION, Telling,
               link=Link("cooperation", field="case"),
               when=g.Says(~TOLD, "Others know of it already; tell further ones.", PRODUCT), flags=(KNOWN,), **known,
               checks=(PartyTo("case"), NotOneself("informed")), title="Let others know of the co-operation")
    yield Step("tell_more", live, STAY, ASKER, DISPATCH, CO_OPERATION, TellingMore, **known,
               when=g.Says(TOLD, "Nobody knows of it yet.", PRODUCT), checks=(NotOneself("informed"),),
               title="Let further ones know of the co-operation")



def _helping() -> Iterator[Step]:
    for hand in _hands():
        yield Step("accept_help", ASKED, ACCEPTED, asks=Reply, stops=("answer",), **hand, title="Accept to help",
                   effect="The asker knows that you help.")
        yield Step("decline_help", (ASKED, ACCEPTED), DECLINED, asks=Refusal, stops=("*",), **hand,
                   title="Decline to help", effect="The asker looks elsewhere; no reason is needed.")
        yield Step("ask_back", (ASKED, ACCEPTED), ASKED_BACK, asks=Question, **hand, title="Ask back",
                   effect="Your question is with the asker; the day by which help is needed stays.")
        yield Step("deliver_help", (ASKED, ACCEPTED, LAPSED), DELIVERED, asks=Result, stops=("*",), within="due",
                   **hand, title="Deliver the result",
                   effect="The asker reads it, and nobody else. It is your view and binds nobody.")


def _using() -> Iterator[Step]:
    yield Step("keep_result", DELIVERED, CLOSED, ASKER, DISPATCH, PRODUCT, Reply, **_kept(), title="Keep the result",
               effect="The result stays between you and whoever helped.")
    shown: dict[str, Any] = {**_kept("C1"), "names": Names("informed", "informed", level="C1"), "effect":
                             "Those named read what you put before them here, and find it from the other case; what "
                             "was delivered to you they do not read."}
    yield Step("share_result", (DELIVERED, CLOSED), SHARED, ASKER, DISPATCH, CO_OPERATION, Sharing, **shown,
               link=Link("shared_result", field="case"), checks=(PartyTo("case"), NotOneself("informed")),
               title="Put the result before others")
    yield Step("share_more", SHARED, STAY, ASKER, DISPATCH, CO_OPERATION, SharingMore, **shown,
               checks=(NotOneself("informed"),), title="Put more of the result before others")
    yield Step("lapse_help", WAITING, LAPSED, CLOCK, under=PRODUCT, stops=("*",), level="C1", file=HELP,
               title="The day for help has passed", effect="No result came by the day; it may still come.")


def _common() -> tuple[Step, ...]:
    return common_steps(ASKER, ("prepared", *WAITING, DELIVERED), ENDED, draft="prepared")


def _limits(terms: AssistanceTerms) -> tuple[TimeLimit, ...]:
    return (
        TimeLimit("answer", terms.answer, terms.cite("answer"), title="Answer of whoever is asked", owner="helper",
                  level="C1"),
        TimeLimit("due", Until("due_on"), PRODUCT, title="Help is needed", owner="helper", takes="lapse_help",
                  level="C1"),
        suspension_limit(),
    )


def _exempt() -> tuple[Exempt, ...]:
    """The request leads out of the first state; it names the other case, and is left out for that."""
    why = "The asker sends the request alone and at any time; the case that it names holds up nothing."
    return (Exempt("no_traps", "prepared", PRODUCT, why), Exempt("nobody_is_stranded", "prepared/asker", PRODUCT, why))


RECIPROCAL = (Counted("deliver_help", "help_given", "asker"), Counted("decline_help", "help_declined", "asker"))
FORMS = (Form("assistance", "Help to answer", AssistanceTerms, assistance,
              beside=Beside("ask_help", "case", "Ask for help to answer"),
              advice=Advice(not_by_itself="Help is asked for from within the case in which an answer is due."),
              reciprocal=RECIPROCAL, reported="cooperation"),)
