"""Errors of commands: a message for the user and an exit code."""

from __future__ import annotations

from typing import ClassVar

from corpus.messages import WarraqError


class CommandError(WarraqError):
    """A command cannot do what its arguments ask for."""

    exit_code: ClassVar[int] = 2


class NotFoundError(CommandError):
    """What the arguments name does not exist."""

    exit_code = 1


class InterruptedCommandError(CommandError):
    """Ctrl-C stopped a command; the message says what was kept."""

    exit_code = 130
