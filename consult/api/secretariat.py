"""The desk of a secretariat."""

from consult.api.frame.declaring import PREFIX, Asked
from consult.api.frame.nouns import Noun
from consult.api.values.secretariat import SecretariatValue, secretariat_value
from consult.delivery.waiting import try_again
from consult.pages.secretariat_desk import secretariat_page
from consult.web.parts import parts, reader, writing

noun = Noun("secretariat", "Secretariat's desk", "What a secretariat has before it.")


@noun.get("/desk/secretariat", answers=SecretariatValue, refuses=(403, 404))
def show(asked: Asked) -> SecretariatValue:
    """Show what a secretariat has before it.

    What was sent to it, what could not be delivered, contact points that need work, drills, work that waits or was
    given up, and papers. 404 for whoever is none.
    """
    return secretariat_value(secretariat_page(reader(), parts().docket, asked.by, asked.at), PREFIX)


@noun.post("/desk/secretariat/given-up/<int:number>/retry", status=204, refuses=(403, 404))
def retry(asked: Asked, number: int) -> None:
    """Let work that was given up be tried again, for a secretariat that sees it on its desk."""
    with writing() as connection:
        try_again(connection, asked.by, number, asked.at)
