"""What goes wrong in a command, told in one sentence with an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from corpus.schema import ArchiveError
from index.worker_process import WorkerError
from search.batch.checkpoint import CheckpointError
from search.batch.formats import BatchError
from search.batch.runner import BatchInterrupted
from search.engine import EngineError
from search.request import BadRequest


class Fault(click.ClickException):
    """A sentence for the reader about bad input."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.format_message(), file=file, err=file is None)


class NotThere(Fault):
    """A sentence about something that was not found."""

    exit_code = 1


class Interrupted(Fault):
    """A sentence about what is safe after Ctrl-C."""

    exit_code = 130


@contextmanager
def explained() -> Iterator[None]:
    """Turn what users can cause into one sentence and exit code 2."""
    try:
        yield
    except (
        ArchiveError,
        EngineError,
        BadRequest,
        WorkerError,
        BatchError,
        CheckpointError,
    ) as error:
        raise Fault(str(error)) from error
    except BatchInterrupted as stopped:
        raise Interrupted(str(stopped)) from stopped
    except BrokenPipeError:
        # What reads our output has had enough; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        raise Fault(f"{error.filename or 'The disk'}: {error.strerror or error}.") from error


class Group(click.Group):
    """A group whose commands explain themselves when they fail."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with explained():
            return super().invoke(ctx)
