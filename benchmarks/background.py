"""An action that is repeated beside what is measured."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def repeated(action: Callable[[], object], pause: float) -> Iterator[None]:
    """Repeat an action in a thread until the end of the block, with ``pause`` seconds between."""
    ended = threading.Event()

    def repeat() -> None:
        while not ended.wait(pause):
            action()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
