"""Files that people send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .methods.files import document_json, file_json, photo_json
from .models import Json, Upload

if TYPE_CHECKING:
    from .world import World

Attached = tuple[Json, Upload]


def document(world: World, name: str, content: bytes, mime: str) -> Attached:
    """The fields of a message with a document, and the file."""
    upload = Upload(name, content, mime)
    return {"document": document_json(world.store(upload, "BQAD"), upload)}, upload


def photo(world: World, content: bytes) -> Attached:
    """The fields of a message with a photo, and the file."""
    upload = Upload("photo.jpg", content, "image/jpeg")
    return {"photo": photo_json(world.store(upload, "AgAD"), upload)}, upload


def voice(world: World, content: bytes, duration: int) -> Attached:
    """The fields of a voice message of so many seconds, and the file."""
    upload = Upload("voice.oga", content, "audio/ogg")
    file = file_json(world.store(upload, "AwAD"), upload)
    return {"voice": file | {"duration": duration, "mime_type": "audio/ogg"}}, upload
