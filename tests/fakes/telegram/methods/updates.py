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


def set_webhook(context: Context) -> bool:
    """Starts to post updates to a URL; the fake also takes plain HTTP on loopback."""
    url, secret = context.params["url"], context.get("secret_token")
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    updates = context.world.updates
    if context.get("allowed_updates") is not None:
        updates.allowed = context.params["allowed_updates"]
    _drop(context)
    updates.webhook = Webhook(url, secret, context.get("max_connections") or 40)
    updates.wake()
    return True


def delete_webhook(context: Context) -> bool:
    """Stops the webhook, so that polling works."""
    context.world.updates.webhook = Webhook()
    _drop(context)
    return True


def get_webhook_info(context: Context) -> Json:
    """WebhookInfo."""
    updates = context.world.updates
    hook = updates.webhook
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": False,
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
