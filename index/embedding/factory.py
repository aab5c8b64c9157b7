"""The embedder that ``PRESSMARK_EMBEDDER`` names; each is imported where it is asked for alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.home import Home

if TYPE_CHECKING:
    from index.embedding.interface import Embedder
    from index.settings import IndexSettings

_OPENAI, _OLLAMA = "https://api.openai.com/v1", "http://127.0.0.1:11434"
"""Where they listen unless ``PRESSMARK_EMBEDDER_URL`` says otherwise."""


def make_embedder(settings: IndexSettings) -> Embedder | None:
    """The embedder of the settings; None for the bundled one.

    Raises:
        SettingsError: it cannot be used; the sentence says what to do.
    """
    provider, model = settings.embedding_model
    if provider == "bundled":
        return None
    if provider == "multilingual":
        from index.embedding.multilingual.e5 import MultilingualEmbedder  # noqa: PLC0415

        return MultilingualEmbedder(Home(settings.home).models)
    if provider == "fastembed":
        from index.embedding.fastembed import FastEmbedder  # noqa: PLC0415 - an extra

        return FastEmbedder(model)
    from index.embedding.protocols import OLLAMA, OPENAI  # noqa: PLC0415
    from index.embedding.remote import RemoteEmbedder  # noqa: PLC0415 - httpx takes a moment

    key, url = settings.embedder_key, settings.embedder_url
    openai = provider == "openai"
    return RemoteEmbedder(
        OPENAI if openai else OLLAMA,
        provider,
        model,
        url=url or (_OPENAI if openai else _OLLAMA),
        key=key.get_secret_value() if key else None,
        own_server=openai and url is not None,
    )
