"""What makes a password, beside its length."""

import pytest

from consult.accounts import Passwords
from consult.refusals import Malformed
from consult.settings import CHEAP_HASHING

MAIL = "yamamoto@mofa.example"


@pytest.mark.parametrize(
    "password",
    [
        "Consult-2026-11!",
        "outer space treaty 1967",
        "C O P U O S / U N O O S A",
        "Yamamoto.mofa.2026",
        "Manager Manager 1!",
        "ｃｏｎｓｕｌｔ-2026-11",
    ],
)
def test_words_of_this_house_and_of_the_own_address_make_no_password(password: str) -> None:
    """With figures, signs, blanks and wide letters between them as well; a sentence with such a word in it is one."""
    passwords = Passwords(CHEAP_HASHING)
    with pytest.raises(Malformed) as refused:
        passwords.hash(password, MAIL)

    assert "anybody would try here" in refused.value.fields["password"]
    assert passwords.hash("before proceeding, consult", MAIL)


def test_a_long_password_counts_to_its_last_sign() -> None:
    """A hundred signs of any kind, blanks and capitals among them; one changed at the end is another password."""
    passwords, long = Passwords(CHEAP_HASHING), "Ünd kein Zeichen geht verloren: 月面 " * 3
    kept = passwords.hash(long + "a", MAIL)

    assert len(long) > 64
    assert [True, False, False] == [passwords.verify(kept, one) for one in (long + "a", long + "b", long.lower() + "a")]
