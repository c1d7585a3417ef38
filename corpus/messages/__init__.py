"""What warraq says to people: messages are a code with parameters, rendered at the edges.

Whoever finds something to say makes a ``Message``; the terminal, the pages and the JSON answers
render it in the language of the reader, from one catalogue a language.
"""

from corpus.messages.errors import WarraqError
from corpus.messages.message import Message, ParameterValue
from corpus.messages.rendering import LANGUAGES, Language, Placed, parts, record, render

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "ParameterValue",
    "Placed",
    "WarraqError",
    "parts",
    "record",
    "render",
]
