"""Checks a call against aiogram's models of the Bot API and gives its parameters as JSON values.

aiogram describes every method and type as a pydantic model (MIT licence); unknown fields
are kept by those models, so they are looked for afterwards, nested ones too.
"""

from __future__ import annotations

import json
import re
import types
from functools import cache
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InputFile
from pydantic import BaseModel, ValidationError

from .errors import ApiError, bad

if TYPE_CHECKING:
    from .models import Json, Upload

Method = type[TelegramMethod[Any]]

TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")


@cache
def methods() -> dict[str, Method]:
    """Lower-case name → model of every method of the Bot API."""
    models = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    found = (m for m in models if isinstance(m, type) and issubclass(m, TelegramMethod))
    return {m.__api_method__.lower(): m for m in found if m is not TelegramMethod}


def decode(model: Method, raw: Json, files: dict[str, Upload]) -> Json:
    """The parameters as JSON values; uploaded files are replaced by ``attach://name``.

    Raises:
        ApiError: a parameter is unknown, missing or ill-typed.
    """
    params = {name: from_text(model, name, value) for name, value in raw.items()}
    params |= {name: f"attach://{name}" for name in files if name in model.model_fields}
    checkable = {name: _with_file(value, files) for name, value in params.items()}
    try:
        call = model.model_validate(checkable)
    except ValidationError as exc:
        raise _refusal(exc) from exc
    if unknown := sorted(unknown_fields(call)):
        raise bad(f'unknown parameter "{unknown[0]}"')
    try:
        json.dumps(params, ensure_ascii=False).encode()
    except UnicodeEncodeError as exc:
        raise bad("strings must be encoded in UTF-8") from exc
    return params


def from_text(model: Method, name: str, value: Any) -> Any:
    """A form value as the JSON value that the parameter takes; other values as they are."""
    field = model.model_fields.get(name)
    if field is None or not isinstance(value, str):
        return value
    kinds = set(_flat(field.annotation)) - {types.NoneType, Default}
    if kinds == {int, str}:
        return int(value) if re.fullmatch(r"-?\d+", value) else value
    if str in kinds:
        return value
    if kinds == {bool}:
        return True if value.lower() in TRUE else False if value.lower() in FALSE else value
    return _json_or_text(value)


def unknown_fields(value: Any, path: str = "") -> list[str]:
    """Dotted names of the fields that the models do not know."""
    if isinstance(value, list):
        return [name for item in value for name in unknown_fields(item, path)]
    if not isinstance(value, BaseModel):
        return []
    found = [f"{path}{name}" for name in value.model_extra or {}]
    for name in type(value).model_fields:
        found += unknown_fields(getattr(value, name), f"{path}{name}.")
    return found


def _flat(annotation: Any) -> list[Any]:
    """The members of a union, or the type alone."""
    if get_origin(annotation) in (Union, types.UnionType):
        return [kind for arg in get_args(annotation) for kind in _flat(arg)]
    return [annotation]


def _json_or_text(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _with_file(value: Any, files: dict[str, Upload]) -> Any:
    """The uploaded file in place of its ``attach://`` name, as the models expect it."""
    if not isinstance(value, str) or not value.startswith("attach://"):
        return value
    upload = files.get(value.removeprefix("attach://"))
    if upload is None:
        raise bad(f"there is no file {value.removeprefix('attach://')} in the request")
    file: InputFile = BufferedInputFile(upload.content, upload.name)
    return file


def _refusal(exc: ValidationError) -> ApiError:
    first = exc.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] != "missing" or len(first["loc"]) > 1:
        return bad(f'can\'t parse parameter "{where}": {first["msg"]}')
    empty = {"chat_id": "chat_id is empty", "text": "message text is empty"}
    return bad(empty.get(where, f'parameter "{where}" is required'))
