"""How fast a run goes, and how much of it is left."""

from __future__ import annotations

import pytest

from index.progress import Meter, Step, Stride, pace_words


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


def run(*steps: tuple[float, str, int, int]) -> Step:
    """The last step of reports, each after so many seconds."""
    clock = Clock()
    meter = Meter(clock)
    for seconds, phase, done, total in steps:
        clock.now += seconds
        step = meter(phase, done, total)
    return step


def test_a_steady_run_has_its_rate_and_its_end() -> None:
    """Ten a second, and 280 are left."""
    steps = [(1.0, "indexing", 10 * number, 400) for number in range(13)]

    step = run(*steps)

    assert step.rate == pytest.approx(10)
    assert step.left == pytest.approx(28)
    assert step.words == "10 passages/s, about 30 s left"


def test_a_rate_is_not_guessed_from_one_report() -> None:
    """Nor from less than a second."""
    assert run((1, "indexing", 50, 100)) == Step("indexing", 50, 100)
    assert run((1, "indexing", 50, 100), (0.5, "indexing", 60, 100)).rate is None


def test_a_rate_follows_a_change_without_jumping() -> None:
    """From ten to two a second: after fifteen seconds two thirds of the way."""
    fast = [(1.0, "indexing", 10 * number, 0) for number in range(61)]
    slow = [(1.0, "indexing", 600 + 2 * number, 0) for number in range(1, 16)]

    rate = run(*fast, *slow).rate

    assert rate is not None
    assert 4 < rate < 6


def test_reading_counts_articles_and_ends_with_the_files() -> None:
    """A thousand articles a second, two of ten files in two seconds."""
    step = run(
        (0, "reading", 0, 0),
        (0, "reading", 0, 10),
        (1, "reading", 1000, 0),
        (0, "reading", 1, 10),
        (1, "reading", 2000, 0),
        (0, "reading", 2, 10),
    )

    assert (step.done, step.total) == (2, 10)
    assert step.rate == pytest.approx(1000)
    assert step.left == pytest.approx(8)


def test_a_clock_that_stands_still_or_a_count_that_falls_breaks_nothing() -> None:
    """A run that begins anew counts from there."""
    step = run(
        (0, "indexing", 5, 10),
        (0, "indexing", 6, 10),
        (0, "indexing", 0, 10),
        (2, "indexing", 4, 10),
    )

    assert step.rate is not None
    assert step.rate > 0


@pytest.mark.parametrize(
    ("rate", "left", "words"),
    [
        (None, None, ""),
        (0.33, None, "0.3 passages/s"),
        (9.96, 4, "10.0 passages/s, a few seconds left"),
        (12.3, 61, "12 passages/s, about 60 s left"),
        (12.3, 170, "12 passages/s, about 3 min left"),
        (2000.4, 7300, "2000 passages/s, about 2 h left"),
    ],
)
def test_a_pace_is_said_in_round_numbers(
    rate: float | None, left: float | None, words: str
) -> None:
    """More digits would only flicker."""
    assert pace_words("indexing", rate=rate, left=left) == words


def test_the_unit_is_that_of_the_phase() -> None:
    """Articles are read and cut, passages are indexed, anything else has steps."""
    said = [pace_words(phase, rate=20, left=None) for phase in ("reading", "indexing", "checking")]

    assert said == ["20 articles/s", "20 passages/s", "20 steps/s"]


def test_a_stride_fits_the_time_it_may_take() -> None:
    """It halves or doubles at most, and is never nothing."""
    stride = Stride(16, 64, 0.5)
    sizes = []
    for things, seconds in ((16, 0.1), (32, 0.1), (64, 0.1), (64, 1.0), (32, 100.0), (16, 100.0)):
        stride.took(things, seconds)
        sizes.append(stride.size)

    assert sizes == [32, 64, 64, 32, 16, 8]


def test_the_small_rest_of_a_batch_does_not_shorten_a_stride() -> None:
    """Nor lengthen it."""
    stride = Stride(16, 64, 0.5)
    stride.took(2, 0.03)

    assert stride.size == 16
