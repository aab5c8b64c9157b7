"""Sending documents and photos, and finding files for download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.telegram import content
from tests.fakes.telegram.errors import Expected, bad

from .context import Context, send

if TYPE_CHECKING:
    from tests.fakes.telegram.models import Json, Upload

    from .context import Handler

LARGEST_DOWNLOAD = 20 * 2**20  # bytes (Bot API, getFile)
LARGEST_UPLOAD, LARGEST_PHOTO = 50 * 2**20, 10 * 2**20  # bytes (Bot API, sending files)


def send_document(context: Context) -> Json:
    """A file with a caption."""
    upload, file_id = _file(context, "document", LARGEST_UPLOAD)
    extra = {"document": document_json(file_id, upload)}
    return send(context, content.caption(context.params), extra=extra, file=upload)


def send_photo(context: Context) -> Json:
    """A photo with a caption."""
    upload, file_id = _file(context, "photo", LARGEST_PHOTO)
    extra = {"photo": photo_json(file_id, upload)}
    return send(context, content.caption(context.params), extra=extra, file=upload)


def get_file(context: Context) -> Json:
    """File with the path to download it from, in local mode with that on the server's disk."""
    file_id = context.params["file_id"]
    upload = context.world.files.get(file_id)
    if upload is None:
        raise bad("invalid file_id")
    if context.world.local is not None:
        path = context.world.local / file_id / upload.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(upload.content)
        seen = (context.world.local_name or context.world.local) / file_id / upload.name
        return file_json(file_id, upload) | {"file_path": str(seen)}
    if len(upload.content) > LARGEST_DOWNLOAD:
        raise Expected(400, "Bad Request: file is too big")
    return file_json(file_id, upload) | {"file_path": f"files/{file_id}/{upload.name}"}


def file_json(file_id: str, upload: Upload) -> Json:
    """What all kinds of files have."""
    unique = f"u{file_id}"
    return {"file_id": file_id, "file_unique_id": unique, "file_size": len(upload.content)}


def document_json(file_id: str, upload: Upload) -> Json:
    """The Document object."""
    return file_json(file_id, upload) | {"file_name": upload.name, "mime_type": upload.mime}


def photo_json(file_id: str, upload: Upload) -> list[Json]:
    """PhotoSizes: one, as the fake does not scale."""
    return [file_json(file_id, upload) | {"width": 640, "height": 480}]


def _file(context: Context, name: str, largest: int) -> tuple[Upload, str]:
    """The uploaded or formerly uploaded file; fetching URLs is not possible offline."""
    given = context.params[name]
    if given in context.world.files:
        return context.world.files[given], given
    if not given.startswith("attach://"):
        raise bad(
            "failed to get HTTP URL content"
            if "://" in given
            else "wrong file identifier/HTTP URL specified"
        )
    upload = context.files[given.removeprefix("attach://")]
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > largest:
        raise bad("file is too big")
    return upload, context.world.store(upload, "BQAC")


HANDLERS: dict[str, Handler] = {
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "getFile": get_file,
}
