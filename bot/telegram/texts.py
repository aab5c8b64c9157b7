"""Every sentence that people read in Telegram: one of fact, one of help.

Constants where nothing is filled in, functions where something is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.models import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

WELCOME = (
    "I answer questions from a news archive and show the passage behind every sentence. "
    "Write your question, for example what happened, when, or how much."
)
HELP = (
    "Write a question, and tap a number under the answer to read the passage it stands on. "
    "A button with ✕ is a date or an outlet that I read in your question: tap it, and I look "
    "without it.\n\n"
    "/ask QUESTION – ask; in groups mention me or reply to me\n"
    "/cite ID – the passage behind a citation\n"
    "/new – forget what we talked about\n"
    "/help – this text"
)
ADMIN_HELP = (
    "\n\nFor admins:\n"
    "/reindex – read the archive again; /reindex full builds the index anew\n"
    "/status – what is indexed and running\n"
    "/cancel – stop the run"
)
ASK_USAGE = "There is no question in that. Write it behind the command: /ask What happened?"
CITE_USAGE = "There is no citation id in that. Write it behind the command: /cite ID"
REINDEX_USAGE = "I know /reindex and /reindex full. Nothing was started."
UNKNOWN_COMMAND = "I do not know this command. /help shows those that I know."
ONLY_TEXT = "I can read text only. Please write your question in words."
FORGOTTEN = "The conversation is forgotten. Your next question stands alone."
ONLY_ADMINS = "Only admins may do this. You can still ask: write a question."
FIRST_READING = "The archive is being read for the first time. Ask again in a moment."
NOTHING_INDEXED = "Nothing is indexed yet. Whoever runs this bot can see why with /status."
ANSWER_GONE = "This answer is no longer available. Ask the question again."
NO_CITATION = (
    "There is no citation with this id. `pressmark ask --json` shows the ids of an answer."
)
NEAREST = "Nearest articles:"
REFUSED = f"{REFUSAL}."
WITHDRAWN = "This article was withdrawn from the archive. Its text is not shown any more."
SUPERSEDED = "The archive has a newer version of this article. This is the one that was quoted."
UNDO = "↺ Undo"
ASKING_AGAIN = "One moment: I look again."
ASKED_AGAIN = "This answer was replaced already. Use the buttons of the newest."
OPEN_ARTICLE = "Open article"
CONFIRM_FULL = (
    "A full run builds the whole index anew beside the one in use and then switches to it. "
    "This takes longer than /reindex; questions are answered meanwhile."
)
START_FULL = "Build anew"
NOT_NOW = "Not now"
NOT_STARTED = "Nothing was started."
CANCEL = "Cancel"
CANCELLING = "The run stops at the next batch. What it has done is kept."
NOTHING_RUNS = "No run is going on. /reindex starts one."
ALREADY_RUNNING = "A run is going on already; this is how it stands."

MENU = (
    ("ask", "Ask the archive"),
    ("new", "Forget the conversation"),
    ("cite", "The passage behind a citation"),
    ("help", "What I can do"),
)
ADMIN_MENU = (
    ("reindex", "Read the archive again"),
    ("status", "What is indexed and running"),
    ("cancel", "Stop the run"),
)

_PHASES = {
    None: "Waiting to begin",
    "fetching": "Fetching",
    "reading": "Reading articles",
    "counting": "Counting repeated lines",
    "splitting": "Cutting passages",
    "comparing": "Comparing copies",
    "indexing": "Indexing passages",
}
_COUNTS = ("added", "updated", "unchanged", "duplicate", "removed", "rejected")


def chip(meaning: str) -> str:
    """The button that takes back what was understood."""
    return f"✕ {meaning}"


def stranger(person: int, *, admins: bool) -> str:
    """What somebody hears who may not ask; ``admins``: whether there are any."""
    said = f"You may not ask here. Your Telegram id is {person}"
    if admins:
        return f"{said}; whoever runs this bot can let you in with it."
    return (
        f"{said}. If this is your bot, add this line to .env and start it again:\n"
        f"PRESSMARK_ADMINS={person}"
    )


def stranger_toast(person: int) -> str:
    """The same for a tap: at most 200 characters."""
    return f"You may not open this. Your Telegram id is {person}; whoever runs this bot can help."


def failed(reference: str) -> str:
    """Something broke; the log has the same reference."""
    return f"That did not work. Try again, or tell whoever runs this bot: reference {reference}."


def phase(name: str | None) -> str:
    """What a run is doing."""
    return _PHASES.get(name, str(name).capitalize())


def job_done(result: dict[str, Any]) -> str:
    """How a run ended that came to its end."""
    articles = result["articles"]
    counts = ", ".join(f"{articles[name]} {name}" for name in _COUNTS if articles[name])
    head = (
        "Not all of the archive was readable" if result["failed"] else "The archive is up to date"
    )
    said = f"{head}: {articles['read']} articles read"
    said += f" ({counts})" if counts else ""
    return f"{said}, {result['passages']} passages, {result['seconds']:.0f} s."


def job_problems(sentences: Sequence[str], *, most: int = 5) -> str:
    """What could not be read, the first few of it."""
    more = f"\n… and {len(sentences) - most} more." if len(sentences) > most else ""
    return "\n".join(sentences[:most]) + more


def job_failed(error: str) -> str:
    """How a run ended badly."""
    return f"The run failed: {error}"


JOB_ENDED = "The run has ended."
JOB_CANCELLED = "The run was cancelled. What it had done is kept, and answers go on."


def status(found: dict[str, Any]) -> str:
    """What is indexed, running and wrong."""
    lines = [f"{found['articles']} articles, {found['passages']} passages."]
    if found["indexed_at"]:
        lines.append(f"Indexed {found['indexed_at']} with {found['embedder']}.")
    lines += [
        f"Run {job['id']} ({job['kind']}): {job['state']}, {job['done']} of {job['total']}."
        for job in found["jobs"]
    ]
    healthy = "Nothing is wrong." if found["healthy"] else "The last run failed; see the log."
    return "\n".join([*lines, healthy])
