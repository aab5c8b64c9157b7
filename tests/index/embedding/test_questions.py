"""Vectors of questions: by whom, and what becomes of one that is away."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.embedding import calibration
from index.embedding.calibration import Scale
from index.embedding.factory import make_embedder
from index.embedding.questions import Embedders
from index.errors import EmbedderError
from index.indexing.patience import Patience
from index.ranking import scorer
from index.settings import IndexSettings
from tests.fakes.embedder import FakeEmbedder, affine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.embedding.bundled import BundledEmbedder
    from index.embedding.interface import Embedder
    from tests.conftest import World


@pytest.fixture
def server(bundled: BundledEmbedder) -> Iterator[FakeEmbedder]:
    """A server whose vectors have 385 numbers."""
    with FakeEmbedder(affine(bundled, share=0.5)) as found:
        yield found


@pytest.fixture
def remote(server: FakeEmbedder) -> Embedder:
    """The embedder that asks it."""
    given: dict[str, Any] = {"_env_file": None, **server.settings()}
    found = make_embedder(IndexSettings(**given))
    assert found is not None
    return found


def test_a_generation_is_asked_by_what_made_it(
    world: World, remote: Embedder, bundled: BundledEmbedder
) -> None:
    """The embedder of the settings, else the bundled one, else nobody."""
    embedders = Embedders(remote, bundled, world.library.catalog)
    ours, old = embedders.of(remote.identity(385)), embedders.of(bundled.fingerprint)

    assert ours is not None
    assert old is not None
    assert (ours.bundled, ours.dimensions) == (False, 385)
    assert (old.bundled, old.dimensions, old.scale) == (True, 384, Scale())
    assert embedders.of("ollama-another-1a2b3c4d-dim385") is None


def test_a_scale_that_was_measured_is_kept(
    world: World, remote: Embedder, bundled: BundledEmbedder
) -> None:
    """For the embedder that it was measured of."""
    catalog, identity = world.library.catalog, remote.identity(385)
    scale = Scale(2.0, -0.5, ("en", "uk"))
    calibration.keep(catalog, identity, scale)
    found = Embedders(remote, bundled, catalog).of(identity)

    assert calibration.kept(catalog, identity) == scale
    assert calibration.kept(catalog, remote.identity(386)) is None
    assert found is not None
    assert found.scale == scale


def test_one_that_fails_is_left_alone_for_a_while(
    world: World,
    server: FakeEmbedder,
    remote: Embedder,
    bundled: BundledEmbedder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The warning comes once, and questions do not wait for it again."""
    found = Embedders(remote, bundled, world.library.catalog).of(remote.identity(385))
    assert found is not None
    with caplog.at_level(logging.WARNING):
        server.behave("error")
        first = found.of(["Who?"])
        server.behave("good")
        second = found.of(["Who?"])
        sentences = found.of_sentences(["Nobody."])

    assert first is second is None
    assert sentences is not None
    assert server.texts == ["Nobody."]
    (record,) = caplog.records
    assert record.message == (
        f"PRESSMARK_EMBEDDER=ollama:fake at {server.url}/api/embed: the server fails (HTTP 500). "
        "Questions are answered by their words meanwhile."
    )


def test_a_cosine_stays_a_cosine() -> None:
    """Whatever the line makes of it."""
    scale = Scale(4.0, -3.0)

    assert scale.of(np.array([0.8, 1.0, 0.0])).tolist() == pytest.approx([0.2, 1.0, -1.0])


def _failing(times: int, **how: Any) -> Callable[[], str]:
    left = [times]

    def work() -> str:
        """Fails so many times, then succeeds."""
        left[0] -= 1
        if left[0] >= 0:
            raise EmbedderError("away.", **how)
        return "vectors"

    return work


def test_a_failure_that_may_pass_is_waited_for() -> None:
    """A second at first; whoever waits is told all the time."""
    looks: list[int] = []
    patient = Patience(5, waiting=lambda: looks.append(1))

    assert patient(_failing(1, retryable=True)) == "vectors"
    assert 4 <= len(looks) <= 6


@pytest.mark.parametrize(
    ("seconds", "how"),
    [(60, {}), (0, {"retryable": True}), (60, {"retryable": True, "pause": 61.0})],
    ids=["for good", "no patience", "a pause too long"],
)
def test_what_would_not_help_is_not_waited_for(seconds: float, how: dict[str, Any]) -> None:
    """The sentence says what becomes of what was done."""
    looks: list[int] = []

    with pytest.raises(EmbedderError) as caught:
        Patience(seconds, waiting=lambda: looks.append(1))(_failing(1, **how))

    assert str(caught.value) == (
        "away. What was done is kept; the same `pressmark index` command goes on from there."
    )
    assert looks == []


def test_a_passage_without_the_words_scores_at_least_what_its_cosine_tells() -> None:
    """One with words keeps its score, and one whose score is higher too."""
    fitted = scorer.stored()
    by_part = np.array([[-9.0], [-9.0], [9.0]])
    cosines = np.array([0.7, 0.7, 0.7])

    found = fitted.at_least(by_part, cosines, np.array([True, False, True]))

    odds = np.array([0.7, 0.0]) @ np.array(fitted.cosine[:2]) + fitted.cosine[2]
    assert fitted.probability(found[0]) == pytest.approx(1 / (1 + np.exp(-odds)))
    assert found[1:].tolist() == [[-9.0], [9.0]]
