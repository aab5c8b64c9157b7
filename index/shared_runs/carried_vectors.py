"""The vectors of a home, brought to the server where they are to be, so that none is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.catalog import generations
from index.catalog.portions import portions
from index.embedding.embedder_identity import dimensions_of
from index.stores.damage import damaged_rows
from index.stores.vector_file import VectorFile

if TYPE_CHECKING:
    from index.catalog.engine import Catalog
    from index.home import Home
    from index.progress import Progress
    from index.stores.chroma_server import ChromaServer


def carry(home: Home, catalog: Catalog, server: ChromaServer, *, progress: Progress) -> None:
    """Write to the server what the generation that answers in ``home`` has, and that lacks.

    What is damaged in the home, or is not there, is made anew by the next run.

    Raises:
        StoreAwayError: the server does not answer.
    """
    live = catalog.query(generations.live)
    if live is None:
        return
    path = home.vectors(live.embedder)
    matrix = VectorFile(path, dimensions=dimensions_of(live.embedder)).open()
    known = catalog.query(generations.columns, generation=live.id, embedder=live.embedder)
    rows = {each.passage: int(each.row) for each in known if each.row is not None}
    index, done = server.open(live.id), 0
    for ids in portions(rows):
        has = index.present(ids)
        new = {each: rows[each] for each in ids if each not in has}
        bad = set(damaged_rows(matrix, np.array(list(new.values()), dtype=np.int64)).tolist())
        sound = [each for each, row in new.items() if row not in bad]
        index.upsert(sound, matrix[[rows[each] for each in sound]])
        done += len(ids)
        progress("copying vectors", done, len(rows))
