"""Errors of the archive side.

::

    PressmarkError           the sentence is for the operator: what, where, what to do
    ├── SettingsError        a setting is unknown or has a wrong value
    │   └── OtherEmbedderError  it names what did not make the index that machines share
    ├── ArchiveError         a path or file of the archive cannot be read at all
    ├── EmbedderError        the embedding model is missing, damaged or does not answer
    ├── RerankerError        the reranking model fails on a question
    ├── StoreError           the vector or lexical index cannot be opened or written
    ├── StoreAwayError       the server of the vector index does not answer, or refuses
    ├── CatalogError         the catalog cannot be opened or has a foreign schema
    ├── NotFoundError        an id, article or URL that the catalog does not have
    ├── EmptyArchiveError    nothing is indexed yet
    │   └── NotCopiedError   not on this machine
    ├── QueryError           a filter of a query cannot be understood
    ├── BackupError          a backup cannot be written, or is none, or is damaged
    └── BusyError            another process owns the index
"""

from __future__ import annotations


class PressmarkError(Exception):
    """Base of every error whose text may be shown to the operator."""


class SettingsError(PressmarkError):
    """A setting is unknown or has a value that cannot be used."""


class OtherEmbedderError(SettingsError):
    """The embedder of the settings made nothing of the index that machines share."""


class ArchiveError(PressmarkError):
    """A path, file or record of the archive cannot be read."""


class EmbedderError(PressmarkError):
    """The embedding model is missing, damaged or does not answer.

    ``retryable``: the same may succeed later; ``pause``: seconds that a server asked for, if any.
    ``smaller``: fewer texts at once may succeed.
    """

    def __init__(
        self,
        message: str,
        *,
        retryable: bool = False,
        pause: float | None = None,
        smaller: bool = False,
    ) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.pause = pause
        self.smaller = smaller


class RerankerError(PressmarkError):
    """The reranking model fails on a question; the fitted order answers it."""


class StoreError(PressmarkError):
    """The vector or lexical index cannot be opened, read or written."""


class StoreAwayError(PressmarkError):
    """The server of the vector index does not answer, or refuses; nothing is known to be damaged.

    ``retryable``: the same may succeed later.
    """

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class CatalogError(PressmarkError):
    """The catalog cannot be opened, or was written by a newer Pressmark."""


class NotFoundError(PressmarkError):
    """The catalog has no such article, citation or answer."""


class EmptyArchiveError(PressmarkError):
    """Nothing is indexed yet."""


class NotCopiedError(EmptyArchiveError):
    """The index that machines share is not on this one yet."""


class QueryError(PressmarkError):
    """A filter of a query cannot be understood."""


class BackupError(PressmarkError):
    """A backup cannot be written, or a file is none, or is damaged."""


class BusyError(PressmarkError):
    """Another process owns the index."""
