"""Practice: an exercise of one's own, in which the other side answers when it is asked to."""

from consult.api.frame.declaring import PREFIX, Answer, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.practice import PracticeValue, practice_value
from consult.api.values.receipts import CaseReceipt
from consult.demo import practice
from consult.digests import draw_secret
from consult.pages.practice import practice_page
from consult.web.parts import close_reader, parts, reader

noun = Noun("practice", "Practice", "An exercise of one's own: a first consultation in which the other side is played.")


@noun.get("/practice", answers=PracticeValue)
def show(asked: Asked) -> PracticeValue:
    """Show the tasks of a first consultation, and how far the own cases of practice are."""
    return practice_value(practice_page(reader(), parts().docket, asked.by, asked.at), PREFIX)


@noun.post(
    "/practice",
    answers=CaseReceipt,
    status=201,
    refuses=(404, 409),
    keyed=True,
    follows={"cases_show": {"ref": "$response.body#/ref"}},
)
def begin(asked: Asked) -> Answer:
    """Open a case of practice.

    An exercise of the own party. 409 where nobody plays the other side. The same Idempotency-Key opens one.
    """
    ref = practice.begin(parts().docket, asked.by, asked.at, asked.key or draw_secret())
    here = f"{PREFIX}/cases/{ref}"
    return Answer(CaseReceipt(ref, here), headers={"Location": here})


@noun.post("/practice/<ref>/answer", answers=PracticeValue, refuses=(404, 409))
def answer(asked: Asked, ref: str) -> PracticeValue:
    """Let the other side take its next step in a case of practice, and show how far it is then.

    404 where it is no case of practice of the own party; 409 while it is not its turn.
    """
    practice.answer(parts().docket, asked.by, ref, asked.at)
    close_reader()
    return show(asked)
