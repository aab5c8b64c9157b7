"""A record on its way into the catalog, and what it is known by there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from index.articles.identity import address, identities, record_digest
from index.digests import digest, folded, opaque_id

if TYPE_CHECKING:
    from index.models import Article


@dataclass(frozen=True)
class Entry:
    """A record on its way into the catalog; ``family`` is the digest of what it is known by.

    ``place`` is the file that it stands in, ``inside`` where that lies in a container; ``where``
    names it for people.
    """

    article: Article
    family: str
    digest: str
    place: str
    inside: bool = False
    alone: bool = False
    where: str = ""

    @classmethod
    def of(
        cls,
        article: Article,
        *,
        origin: str,
        alone: bool,
        member: tuple[str, ...] = (),
        where: str = "",
    ) -> Entry:
        """The entry of a record that was met in the file ``origin``, or in a ``member`` of it."""
        place = opaque_id("member", origin, *member) if member else origin
        return cls(
            article=article,
            family=next(identities(article, origin=place, alone=alone)),
            digest=record_digest(article),
            place=place,
            inside=bool(member),
            alone=alone,
            where=where,
        )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys for an article that its file alone knows by this name.

        The first is for the first of them, the others say what else it is known by.
        """
        rest = islice(identities(self.article, origin=self.place, alone=self.alone), 1, None)
        names = ((), *((name,) for name in rest))
        return tuple(digest("namesake", self.family, self.place, *name) for name in names)

    @property
    def proves(self) -> bool:
        """Whether its name is that of one article, in whatever file; else resemblance decides."""
        if self.article.external_id:
            return False
        return bool(self.article.source or self.address or self.alone)

    @cached_property
    def body(self) -> str:
        """Digest of the text alone; a record that is known needs none."""
        return digest(folded(self.article.text))

    @cached_property
    def address(self) -> str | None:
        """Digest of where it can be read."""
        return address(self.article)

    def version_of(self, article: str) -> str:
        """Id of the version that this record is of an article."""
        return opaque_id("version", article, self.digest)
