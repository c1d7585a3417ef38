"""Serving an archive: what can be refused is checked before the workers start."""

from __future__ import annotations

import gc
import logging
import os
import socket
from pathlib import Path

from arabic.lexicon import load_lexicon
from corpus.messages import Message, WarraqError, render
from web.access.key_file import KeyFile
from web.access.sessions import Sessions, read_secret
from web.access.sign_in_limit import SignInLimit
from web.http.authorization import Access, PrivateAccess
from web.http.cors import OriginError, read_origins
from web.http.hosts import served_hosts
from web.http.metrics import FOLDER_VARIABLE
from web.http.rate_limit import count_in_store, read_rate
from web.http.request_log import configure_logging
from web.server.gunicorn_server import GunicornServer
from web.server.settings import ServerSettings
from web.server.worker_folder import make_worker_folder


class AddressError(WarraqError, ValueError):
    """The server cannot listen on an address."""


def serve(home: Path, settings: ServerSettings) -> None:
    """Serve the archive in ``home`` until SIGTERM or SIGINT; does not return.

    Prints the address as one line when it listens. A request in progress when the signal comes is
    finished, for at most 10 seconds. Files are written in ``home`` and in memory only.

    :raises web.http.rate_limit.RateError: the rate cannot be read, or there is no such store.
    :raises AddressError: the address is in use, or does not belong to this machine.
    :raises web.http.hosts.HostError: a name cannot be that of a host.
    :raises web.http.cors.OriginError: an origin cannot be read, or the archive is private.
    :raises web.access.private_files.PrivateFileError: the keys or the secret cannot be used.
    """
    served_hosts(settings.host, settings.host_names)  # reports errors before the workers start
    if read_origins(settings.origins) and settings.private:
        raise OriginError("private_with_origins")
    _check_address(settings.host, settings.port)
    rate = read_rate(settings.rate)
    if rate and settings.store:
        count_in_store(rate, settings.store)
    KeyFile(home).read()
    folder = make_worker_folder(home)
    os.environ[FOLDER_VARIABLE] = str(folder)
    configure_logging()
    load_lexicon()  # once: the workers share its memory
    access = _access(home, settings, folder)
    gc.freeze()  # else the collector of a worker writes to every object that it shares
    GunicornServer(home, settings, access, folder).run()


def _access(home: Path, settings: ServerSettings, folder: Path) -> Access:
    """Who may read the archive; for a private one with a warning where no key may.

    :param folder: the folder that the worker processes share.
    """
    keys = KeyFile(home)
    private = None
    if settings.private:
        private = PrivateAccess(Sessions(read_secret(home)), SignInLimit(folder))
        if not any("read" in key.may for key in keys.read()):
            logging.getLogger(__name__).warning("%s", render(Message("no_key_may_read"), "en"))
    return Access(keys=keys, private=private, is_proxied=settings.proxy > 0)


def _check_address(host: str, port: int) -> None:
    """Raise AddressError early: gunicorn retries for five seconds, and reports to its log only."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror
        raise AddressError(
            "cannot_listen", host=host, port=str(port), reason=reason or type(error).__name__
        ) from None
