"""Search over what a reader may see: texts are gathered from the record in the background (`filling`), a question is
read without ever being wrong (`asking`), and answered under the policy of visibility in the same query (`finding`).
"""

from consult.search.asking import Question, read_question
from consult.search.finding import FoundAct, find_acts, find_cases, find_parties, place_of

__all__ = ["FoundAct", "Question", "find_acts", "find_cases", "find_parties", "place_of", "read_question"]
