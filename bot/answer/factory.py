"""Puts an answerer together as the settings ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.answerer import Answerer
from bot.answer.writing.language_models import make, room

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.models import Answer
    from bot.settings import Settings
    from index.library import Library


def make_answerer(
    library: Library, settings: Settings, told: Callable[[Answer], object] = lambda _: None
) -> Answerer:
    """An answerer over ``library``, with the language model of the settings if they name one.

    ``told`` hears each answer.

    Raises:
        SettingsError: the reranker or the embedder that they name cannot be used.
    """
    _ = library.reranker, library.embedder  # what cannot be used is told before anything is asked
    model = make(settings)
    if model is None:
        return Answerer(library, told=told)
    from bot.answer.guard.verifier import Verifier  # noqa: PLC0415 - only with a model
    from bot.answer.writing.generative import Generative  # noqa: PLC0415
    from bot.answer.writing.json_replies import FORM  # noqa: PLC0415
    from bot.answer.writing.purse import Purse  # noqa: PLC0415

    purse = Purse(library.catalog, price=settings.price, budget=settings.budget)
    verifier = Verifier(library.bundled.encoder)
    form = FORM if settings.llm_format == "json" else ""
    generative = Generative(model, verifier, purse, room=room(settings), form=form)
    return Answerer(library, generative, told=told)
