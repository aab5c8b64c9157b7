"""Reads the body of a call (form, multipart, JSON or query string) and writes the response's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp.web import FileField

from .errors import bad
from .models import Upload

if TYPE_CHECKING:
    from aiohttp import web

    from .models import Json


RAW = "raw JSON"
"""The member of an update that holds all of its text, where a test wrote that by hand."""


def write(body: Json) -> str:
    """The JSON text of a response."""
    result = body.get("result")
    if not isinstance(result, list):
        return json.dumps(body, ensure_ascii=False)
    parts = [
        each[RAW]
        if isinstance(each, dict) and RAW in each
        else json.dumps(each, ensure_ascii=False)
        for each in result
    ]
    return f'{{"ok": true, "result": [{", ".join(parts)}]}}'


async def read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """Parameters as they were sent, and uploaded files by the name of their part.

    Raises:
        ApiError: the body is not what its content type says.
    """
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        return params | await _json(request), {}
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
            value.file.close()
        else:
            params[name] = value if isinstance(value, str) else bytes(value).decode()
    return params, files


async def _json(request: web.Request) -> Json:
    if not await request.read():
        return {}
    try:
        body = await request.json()
    except ValueError as exc:
        raise bad("can't parse request JSON object") from exc
    if not isinstance(body, dict):
        raise bad("can't parse request JSON object: Object expected")
    return body
