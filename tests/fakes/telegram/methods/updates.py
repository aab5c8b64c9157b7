"""Webhook settings and the end of a session; polling itself is in the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.updates import Webhook

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Json

    from .context import Context, Handler

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
PORTS = (80, 88, 443, 8443)
MOST_CONNECTIONS = 100
PEM = b"-----BEGIN CERTIFICATE-----"


def set_webhook(context: Context) -> bool:
    """Starts to post updates to a URL; the fake also takes plain HTTP on loopback, at any port."""
    url, secret = context.params["url"], context.get("secret_token")
    parts = urlsplit(url)
    if url and parts.hostname not in ("127.0.0.1", "localhost"):
        if parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if secret is not None and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    connections = context.get("max_connections") or 40
    if not 1 <= connections <= MOST_CONNECTIONS:
        raise bad("bad webhook: max_connections must be between 1 and 100")
    updates = context.world.updates
    if context.get("allowed_updates") is not None:
        updates.allowed = context.params["allowed_updates"]
    _drop(context)
    updates.set_webhook(Webhook(url, secret, connections, certificate=_certificate(context)))
    return True


def _certificate(context: Context) -> bytes | None:
    """The certificate that was sent along.

    Raises:
        ApiError: it is none.
    """
    found = next(iter(context.files.values()), None)
    if found is not None and PEM not in found.content:
        raise bad("bad webhook: invalid certificate")
    return found.content if found else None


def delete_webhook(context: Context) -> bool:
    """Stops the webhook, so that polling works."""
    context.world.updates.set_webhook(Webhook())
    _drop(context)
    return True


def get_webhook_info(context: Context) -> Json:
    """WebhookInfo."""
    updates = context.world.updates
    hook = updates.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": hook.certificate is not None,
        "pending_update_count": len(updates.pending),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error_at is not None:
        info |= {"last_error_date": int(hook.last_error_at), "last_error_message": hook.last_error}
    return info | ({"allowed_updates": updates.allowed} if updates.allowed else {})


def log_out(context: Context) -> bool:
    """Ends the session: further calls are refused."""
    context.world.logged_out = True
    return True


def close(context: Context) -> bool:
    """Closes the bot instance, which a single server need not do anything for."""
    context.world.updates.wake()
    return True


def _drop(context: Context) -> None:
    if context.get("drop_pending_updates"):
        context.world.updates.pending.clear()


HANDLERS: dict[str, Handler] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": close,
}
