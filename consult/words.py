"""How fixed keys are called on a screen: capacities, bindings, grades, levels of confidentiality, kinds and channels.

Law and product default are never called by one word: only what a treaty or a national text sets is "law".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from consult.i18n import _l

Words = Mapping[str, Any]


def _table(**words: Any) -> Words:
    """Keep a table of words from being changed."""
    return MappingProxyType(words)


CAPACITY: Words = _table(
    draft=_l("drafts"),
    clear=_l("clears"),
    dispatch=_l("dispatches"),
    office=_l("acts as an office"),
    manage=_l("manages people"),
    audit=_l("audits"),
)
CAPACITY_TITLE: Words = _table(
    draft=_l("Draft"),
    clear=_l("Clear"),
    dispatch=_l("Dispatch"),
    office=_l("Office"),
    manage=_l("Manage"),
    audit=_l("Audit"),
)
CAPACITY_HELP: Words = _table(
    draft=_l("Prepares papers, acknowledges receipt and takes internal steps."),
    clear=_l("Approves a draft before it leaves the party."),
    dispatch=_l("Sends papers out in the party's name."),
    office=_l("Acts as secretariat, neutral or registry."),
    manage=_l("Manages the party's organs, people, mandates and contact points."),
    audit=_l("Reads the record of the party and takes no step; stands alone in its mandate."),
)
BINDING: Words = _table(
    LAW_T=_l("treaty law"),
    LAW_N=_l("national law"),
    LAW_A=_l("agreed"),
    SOFT=_l("soft law"),
    DEFAULT=_l("product default"),
)
BINDING_HELP: Words = _table(
    LAW_T=_l("Set by a treaty in force"),
    LAW_N=_l("Set by a national text"),
    LAW_A=_l("Set by an agreement of the parties"),
    SOFT=_l("Recommended by a text that does not bind"),
    DEFAULT=_l("Set by this product; no provision, no legal effect"),
)
GRADE: Words = _table(
    V=_l("read in the text"), S=_l("secondary source"), M=_l("from memory"), src=_l("founding document")
)
GRADE_HELP: Words = _table(
    V=_l("Checked against the text itself"),
    S=_l("Taken from a secondary source, not checked against the text"),
    M=_l("Not checked against any source"),
    src=_l("Taken from a founding document of this product"),
)
LEVEL: Words = _table(
    C0=_l("public"),
    C1=_l("case parties and secretariat"),
    C2=_l("case parties"),
    C3=_l("one bilateral track"),
    C4=_l("own delegation"),
    C5=_l("sealed: those in the room alone"),
)
PARTY_KIND: Words = _table(state=_l("State"), igo=_l("intergovernmental organisation"), body=_l("body, not a party"))
ORGAN_KIND: Words = _table(
    ministry=_l("ministry"),
    mission=_l("permanent mission"),
    agency=_l("agency"),
    operator=_l("operator"),
    secretariat=_l("secretariat"),
    registry=_l("registry"),
)
CHANNEL: Words = _table(
    in_app=_l("in this product"),
    mail=_l("mail"),
    note_verbale=_l("note verbale"),
    telephone=_l("telephone"),
    fax=_l("fax"),
    webhook=_l("webhook"),
    letter=_l("letter"),
    other=_l("other"),
)
PAPER_CHANNEL: Words = _table(
    note_verbale=_l("Note verbale"),
    letter=_l("Letter"),
    fax=_l("Fax"),
    telephone=_l("Telephone call"),
    other=_l("Other paper"),
)
SERVES_AS: Words = _table(
    good_officer=_l("good offices"),
    mediator=_l("mediator"),
    conciliator=_l("conciliator"),
    expert=_l("expert"),
    arbitrator=_l("arbitrator"),
)
POWER: Words = _table(
    full_powers=_l("Full powers"),
    credentials=_l("Credentials"),
    standing=_l("Standing mandate"),
    delegation=_l("Delegation"),
)
POWER_HELP: Words = _table(
    full_powers=_l("A document of the competent authority that names who represents the State."),
    credentials=_l(
        "A document that accredits a head of mission or a representative, who acts in virtue of the office."
    ),
    standing=_l("A lasting instruction of the party to the holder of an office, such as a letter of appointment."),
    delegation=_l("Handed on by the holder of a mandate, within that mandate; it ends when that one ends."),
)
WAY: Words = _table(
    state=_l("Through another State"), secretary_general=_l("Through the Secretary-General of the United Nations")
)
MANDATE_LEVEL: Words = _table(treaty=_l("treaty level"), agency=_l("agency level"))
MANDATE_LEVEL_TITLE: Words = _table(treaty=_l("Treaty level"), agency=_l("Agency level"))


def name(words: Words, key: str) -> str:
    """Answer the word for a key, or the key itself where there is none."""
    return str(words.get(key, key))


SERVICE: Words = _table(
    sent=_l("sent"),
    delivered=_l("delivered"),
    opened=_l("opened"),
    acknowledged=_l("acknowledged"),
    failed=_l("failed"),
)
