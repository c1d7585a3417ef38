"""The group of commands: one module of ``warraq.commands`` per command, imported on demand."""

from __future__ import annotations

import errno
import os
import pkgutil
import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from corpus.messages import Message, WarraqError
from warraq import commands
from warraq.errors import CommandError
from warraq.output import report

_CLOSED_PIPE_CODE = 141


class ModuleCommands(MutableMapping[str, click.Command]):
    """The commands by name: each is the object ``command`` of the module with its name.

    A module is imported at the first use of its command, so a command starts without the
    imports of the others.
    """

    def __init__(self) -> None:
        self._loaded: dict[str, click.Command | None] = {
            module.name: None for module in pkgutil.iter_modules(commands.__path__)
        }

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            command = import_module(f"{commands.__name__}.{name}").command
            self._loaded[name] = command
        assert command is not None
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


class CommandGroup(click.Group):
    """The commands of warraq; an expected error ends one with a message and an exit code."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands = ModuleCommands()

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit with the code of a ``CommandError``, or 2 for other errors."""
        try:
            return super().invoke(ctx)
        except WarraqError as error:
            report(error.message)
            ctx.exit(error.exit_code if isinstance(error, CommandError) else CommandError.exit_code)
        except BrokenPipeError:
            _exit_silently()
        except OSError as error:
            report(_os_error_message(error))
            ctx.exit(CommandError.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception:
            damage = _damage(ctx)
            if damage is None:
                raise
            report(damage)
            ctx.exit(CommandError.exit_code)


def _damage(ctx: click.Context) -> Message | None:
    """The damage to the index that an unexpected error may come from.

    Large files with their time of modification are trusted when they are opened.
    """
    from index.verify import find_damage  # only for this, since it takes long to import

    cause = find_damage(ctx.obj) if isinstance(ctx.obj, Path) else None
    if cause is None:
        return None
    return Message.of("home_index_unusable", home=str(ctx.obj), cause=cause)


def _exit_silently() -> NoReturn:
    """Exit after the reader of our output closed it: flushing at exit must not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_CLOSED_PIPE_CODE)


def _os_error_message(error: OSError) -> Message:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Message("disk_full")
    problem = error.strerror or str(error)
    if error.filename:
        return Message.of("file_failed", path=str(error.filename), problem=problem)
    return Message.of("disk_failed", problem=problem)
