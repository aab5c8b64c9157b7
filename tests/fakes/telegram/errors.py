"""What Telegram says when it refuses.

::

    ApiError        an error response: code, description, parameters
    └── Expected    one that the test provoked (a fault, a block, a migration): no violation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Json


class ApiError(Exception):
    """An error response of the Bot API."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def json(self) -> Json:
        """The body of the response."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class Expected(ApiError):  # noqa: N818 - says what it is: a refusal the test asked for
    """A refusal that the test provoked, so the bot is not to blame."""


def bad(description: str) -> ApiError:
    """400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {description}")


def too_many(seconds: int) -> ApiError:
    """429, with the wait in the text and in the parameters as Telegram does."""
    text = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, text, {"retry_after": seconds})


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
