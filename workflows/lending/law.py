"""What lending rests on: the rules of 2020 and 2023, which bind the curator, then the loan agreement.

Law: the administration sets policy, signs agreements and approves; the centre runs exchange and distribution
(CNSA2023 1-6); handling, transport and storage follow the procedures of 2020 (CNSA2023 3). What comes after these
articles could not be read: every period beyond that of one round is a default. Between States OST I(3) and XI leave
science and its results free, and Moon 6(2) speaks to its own parties alone.
"""

from __future__ import annotations

from workflows.kernel.language import Binding, Citation, Grade, Source

RULES, PROCEDURES = Source("CNSA2023", Binding.LAW_N), Source("CNSA2020", Binding.LAW_N)
COOPERATION = RULES("1-6")
HANDLING = RULES("3")
STORES = PROCEDURES("procedures")
CALL = RULES("call", grade=Grade.S)
CLOSING = Citation("CNSA2023", "call", Binding.LAW_A, Grade.S)
"""The instant that a call names binds whoever applies under it."""
INFORMATION = Source("OST")("XI")
LOAN = Source("the loan agreement", Binding.LAW_A)
TERM, CARE, TRANSFERS, INCIDENTS = LOAN("term"), LOAN("care"), LOAN("transfers"), LOAN("incidents")
RETURN, PUBLICATION = LOAN("return"), LOAN("publication")
