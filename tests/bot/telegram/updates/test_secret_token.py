"""The secret that Telegram posts with: kept, renewed, and the same for all processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.updates.secret_token import SecretToken

if TYPE_CHECKING:
    from index.catalog.engine import Catalog

DAY = 86_400.0
NOW = 1_700_000_000.0


def test_secret_is_made_once_and_known_after_a_start(catalog: Catalog) -> None:
    """Each bot has its own; before one is made nothing is admitted."""
    first = SecretToken(catalog, "1", clock=lambda: NOW)
    assert not first.admits("")
    made = first.current()
    again = SecretToken(catalog, "1", clock=lambda: NOW + DAY)
    other = SecretToken(catalog, "2", clock=lambda: NOW)

    assert len(made) == 43
    assert again.current() == made
    assert other.current() != made
    assert [again.admits(each) for each in (made, made[:-1], "", "ключ")] == [True] + [False] * 3


def test_secret_is_renewed_after_a_month_and_the_old_one_holds_for_an_hour(
    catalog: Catalog,
) -> None:
    """Posts with it are on their way."""
    now = [NOW]
    secret = SecretToken(catalog, "1", clock=lambda: now[0])
    old = secret.current()
    now.append(now.pop() + 30 * DAY)
    new = secret.current()
    soon = secret.admits(old), secret.admits(new)
    now.append(now.pop() + 3600)

    assert new != old
    assert soon == (True, True)
    assert (secret.admits(old), secret.admits(new)) == (False, True)


def test_secret_that_another_process_renewed_is_read(catalog: Catalog) -> None:
    """Two that find it too old make one."""
    mine, other = (SecretToken(catalog, "1", clock=lambda: NOW) for _ in range(2))
    mine.current()
    late = [SecretToken(catalog, "1", clock=lambda: NOW + 31 * DAY) for _ in range(2)]
    made = {each.current() for each in late}
    other.look()

    assert len(made) == 1
    assert other.admits(made.pop())


def test_secret_of_a_wrong_clock_is_renewed(catalog: Catalog) -> None:
    """One that was made in the future would hold for ever."""
    future = SecretToken(catalog, "1", clock=lambda: NOW + 400 * DAY).current()

    assert SecretToken(catalog, "1", clock=lambda: NOW).current() != future
