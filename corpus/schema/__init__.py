"""The tables of an archive file, their versions, and opening a file safely."""

from corpus.schema.connection import FileState, connect, file_state, is_blank
from corpus.schema.errors import ArchiveError, as_archive_errors
from corpus.schema.log_match import log_bytes, log_path
from corpus.schema.migrations import current_version

__all__ = [
    "ArchiveError",
    "FileState",
    "as_archive_errors",
    "connect",
    "current_version",
    "file_state",
    "is_blank",
    "log_bytes",
    "log_path",
]
