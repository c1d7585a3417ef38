"""The base class of the errors that warraq raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus.messages.message import Message, ParameterValue
from corpus.messages.rendering import render


class WarraqError(Exception):
    """Something could not be done; ``message`` says what was wrong and what to do.

    As a string it is the message in English. It can be pickled.
    """

    def __init__(self, message: Message | str, /, **params: ParameterValue) -> None:
        self.message = Message(message, params) if isinstance(message, str) else message
        super().__init__(self.message)

    def __str__(self) -> str:
        return render(self.message, "en")

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
        return _restored, (type(self), self.message), self.__dict__


def _restored(kind: type[WarraqError], message: Message) -> WarraqError:
    error = kind.__new__(kind)
    WarraqError.__init__(error, message)
    return error
