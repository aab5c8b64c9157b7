"""The catalog's tables, one schema for SQLite and PostgreSQL.

``articles`` have ``versions``, versions have ``passages``. What is indexed where is a set:
``indexed(generation, passage)``. Work left to do is always the difference between the
passages that ought to be indexed and that set, so an interrupted run needs no journal.
``counted`` and ``compared`` are such sets too, of newest versions: whose lines were counted
(``lines``, ``boilerplate``), and which were compared with the rest (``bands``, ``carried``).
``changes`` is the log of ``indexed`` where machines share the database, for the ``replicas``.
``parcels`` are what a run is cut into where many ``workers`` share it; one that is done is gone.
Times are seconds since the epoch; dates of articles are ISO 8601 text beside their epoch. SQLite
keeps tables with keys of several columns as one tree instead of a table and its index. What only
PostgreSQL is to know of an index stands in its ``info``, since naming it loads SQLAlchemy's half.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
)

from index.catalog.collation import prose, word

VERSION = 9
"""Raised with every change of a table, each with a module in ``databases/migrations``."""
FLEETING = "fleeting"
"""In the ``info`` of a table: who is there at the moment and what they have in hand."""
metadata = MetaData()
meta = Table(
    "meta",
    metadata,
    Column("key", word(64), primary_key=True),
    Column("value", prose(), nullable=False),
)
articles = Table(
    "articles",
    metadata,
    Column("id", word(32), primary_key=True),
    Column("key", word(64), nullable=False, unique=True),  # digest of the identity
    Column("family", word(64), nullable=False),  # the same for all that go by the same id
    Column("version", word(32), nullable=False),  # the newest one
    Column("state", word(16), nullable=False),  # live, removed (left the archive), withdrawn
    Column("address", word(64)),  # digest of its canonical URL
    Column("created_at", Float, nullable=False),
    Index("articles_by_family", "family"),
    Index("articles_by_address", "address"),
)
versions = Table(
    "versions",
    metadata,
    Column("id", word(32), primary_key=True),
    Column("article", word(32), ForeignKey("articles.id"), nullable=False),
    Column("digest", word(64), nullable=False),  # of every field: equal digest, equal record
    Column("body", word(64), nullable=False),  # of the text alone: equal body, exact copy
    Column("title", prose(), nullable=False),
    Column("text", prose(), nullable=False),
    Column("source", prose()),
    Column("published", word(40)),
    Column("epoch", Float),
    Column("precision", word(8)),
    Column("dated_by", word(8), nullable=False, default="record"),  # index.models.DatedBy
    Column("url", prose()),
    Column("author", prose()),
    Column("language", word(8), nullable=False),
    Column("section", prose()),
    Column("split_with", word(80)),  # fingerprint of the splitter that made the passages
    Column("created_at", Float, nullable=False),
    Index("versions_by_article", "article"),
    Index("versions_by_body", "body"),
    Index("versions_by_url", "url", info={"postgresql_using": "hash"}),  # a tree bounds the length
    Index("versions_unsplit", "split_with"),
)
passages = Table(
    "passages",
    metadata,
    Column("id", word(32), primary_key=True),
    Column("version", word(32), ForeignKey("versions.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("digest", word(64), nullable=False),  # of the text, white space folded
    Column("language", word(8), nullable=False),
    Column("current", Boolean, nullable=False),  # made by the splitter in use
    Index("passages_by_version", "version"),
    Index("passages_by_digest", "digest"),
)
counted = Table(
    "counted",
    metadata,
    Column("article", word(32), ForeignKey("articles.id"), primary_key=True),
    Column("version", word(32), nullable=False),  # whose lines were counted last
    Column("headline", BigInteger, nullable=False),  # digest of outlet and title
    Index("counted_by_headline", "headline"),
)
lines = Table(
    "lines",
    metadata,
    Column("line", BigInteger, primary_key=True, autoincrement=False),  # digest of outlet and line
    Column("headline", BigInteger, primary_key=True, autoincrement=False),  # that has the line
    sqlite_with_rowid=False,
)
boilerplate = Table(
    "boilerplate",
    metadata,
    Column("line", BigInteger, primary_key=True, autoincrement=False),  # repeats often enough
)
compared = Table(
    "compared",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # short name of the version
    Column("version", word(32), ForeignKey("versions.id"), nullable=False, unique=True),
    Column("comparer", word(80), nullable=False),  # fingerprint of how it was compared
    Column("signature", LargeBinary, nullable=False),  # bands follow from it and the day
)
bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),  # band and day
    Column("number", Integer, primary_key=True, autoincrement=False),  # compared.number
    sqlite_with_rowid=False,
)
carried = Table(
    "carried",
    metadata,
    Column("passage", word(32), ForeignKey("passages.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # that has all it says
    Index("carried_by_number", "number"),
    sqlite_with_rowid=False,
)
origins = Table(
    "origins",
    metadata,
    Column("id", word(32), primary_key=True),  # digest of the absolute path or the URL
    Column("name", prose(), nullable=False),  # its last part, or the host of a URL, for people
    Column("bundled", Boolean, nullable=False),  # the sample that comes with the program
)
finds = Table(
    "finds",
    metadata,
    Column("origin", word(32), ForeignKey("origins.id"), primary_key=True),
    Column("place", word(32), primary_key=True),  # a folder it lies in, or a glob that matched
)
folders = Table(
    "folders",
    metadata,
    Column("id", word(32), primary_key=True),  # digest of the absolute path
    Column("above", word(32)),  # the folder that it lies in
)
fetches = Table(
    "fetches",
    metadata,
    Column("origin", word(32), ForeignKey("origins.id"), primary_key=True),
    Column("target", word(32), nullable=False),  # digest of the URL behind the redirects
    Column("etag", prose()),
    Column("modified", prose()),  # the header Last-Modified as it was sent
)
sightings = Table(
    "sightings",
    metadata,
    Column("origin", word(32), ForeignKey("origins.id"), primary_key=True),
    Column("article", word(32), ForeignKey("articles.id"), primary_key=True),
    Column("run", word(32), nullable=False),  # the last run that met the article there
    Index("sightings_by_article", "article"),
    sqlite_with_rowid=False,
)
vectors = Table(
    "vectors",
    metadata,
    Column("embedder", word(80), primary_key=True),
    Column("digest", word(64), primary_key=True),
    Column("row", Integer, nullable=False),
    sqlite_with_rowid=False,
)
generations = Table(
    "generations",
    metadata,
    Column("id", word(32), primary_key=True),
    Column("embedder", word(80), nullable=False),
    Column("state", word(16), nullable=False),  # building, live, retired
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float),
    Column("switched_at", Float),  # since when it answers, by the database's clock
    Column("pruned", BigInteger, nullable=False, server_default="0"),  # changes before are gone
)
indexed = Table(
    "indexed",
    metadata,
    Column("generation", word(32), ForeignKey("generations.id"), primary_key=True),
    Column("passage", word(32), ForeignKey("passages.id"), primary_key=True),
    sqlite_with_rowid=False,
)
changes = Table(
    "changes",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("generation", word(32), nullable=False),
    Column("passage", word(32), nullable=False),
    Column("added", Boolean, nullable=False),  # to the generation, or taken out of it
    Column("at", Float, nullable=False),  # by the database's clock
    Index("changes_by_generation", "generation", "seq"),
)
replicas = Table(
    "replicas",
    metadata,
    Column("home", word(64), primary_key=True),  # index.home.Home.identity
    Column("generation", word(32), primary_key=True),  # that it follows
    Column("position", BigInteger, nullable=False),  # the last change that it has
    Column("seen_at", Float, nullable=False),  # by the database's clock
    info={FLEETING: True},
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", word(16), nullable=False),  # index, full, sync
    Column("state", word(16), nullable=False),  # queued, running, done, failed, cancelled
    Column("locations", JSON, nullable=False),  # emptied when the job ends
    Column("configured", Boolean, nullable=False),  # they are the archive setting of who asked
    Column("crashes", Integer, nullable=False, default=0),  # owners that died in the middle of it
    Column("owner", word(32)),  # who works on it
    Column("lease", Float),  # until when its owner is believed, unless it says so again
    Column("phase", word(16)),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("result", JSON),
    Column("error", prose()),
    Column("cancel", Boolean, nullable=False, default=False),
    Column("created_at", Float, nullable=False),
    Column("started_at", Float),
    Column("finished_at", Float),
)
workers = Table(
    "workers",
    metadata,
    Column("name", word(32), primary_key=True),  # what runs know its process by
    Column("kind", word(16), nullable=False),  # worker, bot, command
    Column("place", prose(), nullable=False),  # machine and process, for people
    Column("begun", Float, nullable=False),
    Column("seen", Float, nullable=False),  # by the clock of the database, as all times here
    Column("parcels", Integer, nullable=False, default=0),  # that it has done
    info={FLEETING: True},
)
parcels = Table(
    "parcels",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("job", Integer, ForeignKey("jobs.id"), nullable=False),
    Column("phase", word(16), nullable=False),
    Column("needs", word(120), nullable=False),  # fingerprint of what does it, or empty
    Column("size", Integer, nullable=False),  # things in it, as progress counts them
    Column("things", JSON, nullable=False),
    Column("owner", word(32)),  # who works on it
    Column("crashes", Integer, nullable=False, default=0),  # owners that died in the middle of it
    Column("done", Boolean, nullable=False, default=False),
    Column("made", LargeBinary),  # what came of it, where that is not in the catalog
    Index("parcels_by_job", "job"),
    info={FLEETING: True},
)
