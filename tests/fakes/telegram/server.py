"""The HTTP side: one aiohttp server in a background thread, on loopback, with a real port."""

from __future__ import annotations

import asyncio
import contextlib
import json
import traceback
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.serving import LoopThread, Site

from . import schema, webhook, wire
from .errors import NOT_MODIFIED, ApiError, Expected, bad
from .faults import UNTOLD
from .methods import HANDLERS
from .methods.context import Context
from .models import Call, Violation

if TYPE_CHECKING:
    from .faults import Fault
    from .models import Upload
    from .world import World

LARGEST_BODY = 64 * 2**20
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
HTML = "text/html"
LOOKING = frozenset(
    f"Bad Request: {text}"
    for text in (
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "there is no caption in the message to edit",
        NOT_MODIFIED,
    )
)
"""What a bot may be told that was not told whether its message arrived, and looks for it."""
NEW = ("sendMessage", "sendDocument", "sendPhoto")
CHANGING = ("editMessageText", "editMessageCaption")
KIND = {429: "flood", 409: "conflict"}


class Server:
    """Serves a world until stopped."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._thread = LoopThread("fake-telegram")
        self._site = Site()
        self._delivery: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        return self._site.port

    def start(self) -> None:
        """Listens; `port` is known afterwards."""
        self._thread.start()
        self._thread.run(self._start())

    def stop(self) -> None:
        """Closes every connection and ends the thread."""
        self._thread.run(self._stop())
        self._thread.stop()

    async def _start(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        await self._site.open(app)
        self.world.updates.attach(asyncio.get_running_loop())
        self._delivery = asyncio.create_task(webhook.deliver(self.world))

    async def _stop(self) -> None:
        if self._delivery is not None:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
        await self._site.close()

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.world.token:
            return _json(401, ApiError(401, "Unauthorized").json())
        file_id = request.match_info["path"].split("/")[1:2]
        upload = self.world.files.get(file_id[0]) if file_id else None
        if upload is None or self.world.local is not None:
            return _json(404, ApiError(404, "Not Found").json())
        return web.Response(body=upload.content, content_type="application/octet-stream")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], {}, self.world.now())
        with self.world.changed:
            self.world.calls.append(call)
        model = schema.methods().get(call.method.lower())
        call.method = model.__api_method__ if model else call.method
        fault = self.world.faults.take(call.method)
        call.fault = fault.kind if fault else None
        self._untold(call)
        try:
            await self._carry_out(request, call, model, fault)
        except ApiError as exc:
            call.status, call.response = exc.code, exc.json()
            self._blame(request, call, exc)
        except Exception:  # noqa: BLE001 - a bug here must fail the test, not puzzle the bot
            call.status, call.response = 500, Expected(500, "Internal Server Error").json()
            self.world.complain("bug in the fake", [traceback.format_exc()])
        with self.world.changed:
            self.world.changed.notify_all()
        if fault is not None and fault.kind == "mute":
            await asyncio.Event().wait()
        return _answer(request, call, fault)

    def _untold(self, call: Call) -> None:
        """Note that the bot does not know what became of a message."""
        if call.fault in UNTOLD and call.method in (*NEW, *CHANGING):
            self.world.untold = True

    async def _carry_out(
        self, request: web.Request, call: Call, model: schema.Method | None, fault: Fault | None
    ) -> None:
        """Fills in the response of a call that succeeds."""
        self._admit(request, model)
        raw, files = await wire.read(request)
        call.files = files
        call.params = raw
        if fault is not None:
            await self._early(call, fault)
        if model is None or (fault is not None and fault.kind in ("drop", "502")):
            return
        call.params = schema.decode(model, raw, files)
        result = await self._result(call, files)
        call.status, call.response = 200, {"ok": True, "result": result}

    def _admit(self, request: web.Request, model: schema.Method | None) -> None:
        if request.match_info["token"] != self.world.token:
            raise ApiError(401, "Unauthorized")
        if self.world.logged_out:
            raise ApiError(400, "Logged out")
        if model is None:
            raise ApiError(404, "Not Found")

    async def _early(self, call: Call, fault: Fault) -> None:
        """Faults that come before the call is carried out."""
        if fault.kind == "hold":
            await asyncio.Event().wait()
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if (refusal := fault.refusal()) is not None:
            chat_id = str(call.params.get("chat_id"))
            numeric = chat_id.removeprefix("-").isdigit()
            counts = call.method not in ("sendMessageDraft", "sendChatAction")
            if fault.kind == "429" and self.world.flood.enabled and numeric and counts:
                self.world.flood.hold(int(chat_id), fault.retry_after, self.world.now())
            raise refusal

    async def _result(self, call: Call, files: dict[str, Upload]) -> Any:
        if call.method == "getUpdates":
            with self.world.changed:
                self.world.changed.notify_all()
            return await self.world.updates.poll(call.params)
        handler = HANDLERS.get(call.method)
        if handler is None:
            raise bad(f"the fake does not carry out {call.method}")
        with self.world.changed:
            return handler(Context(self.world, call.method, call.params, files))

    def _blame(self, request: web.Request, call: Call, exc: ApiError) -> None:
        """Notes a refusal as a violation unless the test provoked it or nobody listens any more."""
        gone = request.transport is None or request.transport.is_closing()
        looks = call.method in CHANGING and exc.description in LOOKING
        if type(exc) is not ApiError or gone or (looks and self.world.untold):
            return
        shown = json.dumps(call.params, ensure_ascii=False, default=str)
        shown = shown if len(shown) <= 300 else f"{shown[:300]}…"
        text = f"{call.method} {shown} → {exc.code} {exc.description}"
        with self.world.changed:
            self.world.violations.append(Violation(KIND.get(exc.code, "refused"), text))


def _answer(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
    """The response as it leaves, with the fault done to it."""
    kind = fault.kind if fault else None
    if kind in ("drop", "lost") and request.transport is not None:
        request.transport.abort()
    if kind == "502":
        return web.Response(status=502, text=BAD_GATEWAY, content_type=HTML)
    if kind == "malformed":
        text = wire.write(call.response or {})
        return web.Response(text=text[: len(text) // 2], content_type="application/json")
    return _json(call.status or 500, call.response)


def _json(status: int, body: dict[str, Any]) -> web.Response:
    text = wire.write(body)
    return web.Response(status=status, text=text, content_type="application/json")
