"""The command line: `pressmark COMMAND`. Parses, and imports only what the command needs."""

from __future__ import annotations

import argparse
import sys

from bot import __version__, standard_streams
from bot.cli.arguments import Question, Words, check_command, day, hour, location, number, positive
from index.errors import PressmarkError

_EPILOG = """Settings are environment variables or lines in .env; .env.example lists them.
Exit codes: 0 done (a refusal is an answer), 1 failed, 2 usage."""

_USAGE = 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    root = parser()
    check_command(root, sys.argv[1:] if arguments is None else arguments)
    options = root.parse_args(arguments, argparse.Namespace(parser=root))
    if options.command is None:
        root.print_help(sys.stderr)
        return _USAGE
    standard_streams.prepare()
    try:
        from bot.cli import commands  # noqa: PLC0415 - `--help` must not wait for it

        code = int(commands.run(options))
        sys.stdout.flush()  # a full disk or a closed pipe is met here, not after the last word
    except BrokenPipeError:
        standard_streams.drop_output()
        return 0
    except PressmarkError as exc:
        from bot.cli.log import without_logins  # noqa: PLC0415 - as above

        sys.stderr.write(f"pressmark: {without_logins(str(exc))}\n")
        return 1
    except OSError as exc:
        standard_streams.drop_output()
        sys.stderr.write(f"pressmark: {exc.filename or 'output'}: {exc.strerror or exc}.\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    return code


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    root = argparse.ArgumentParser(
        prog="pressmark",
        description="Answers questions over a news archive and shows the passage behind "
        "every sentence.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    root.add_argument("--version", action="version", version=f"pressmark {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    _add_indexing(commands)
    _add_worker(commands)
    _add_asking(commands)
    _add_stories(commands)
    _add_upkeep(commands)
    evaluation = _command(
        commands, "eval", "score retrieval and answers on a file of questions", json=True
    )
    evaluation.add_argument("file", metavar="FILE", help="questions with their answers, JSON Lines")
    root.set_defaults(commands=tuple(commands.choices))
    return root


def _add_indexing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(commands, "run", "the Telegram bot where a token is set, else a terminal chat")
    index = _command(
        commands, "index", "read the archive and bring the index up to date", json=True
    )
    index.add_argument(
        "location",
        nargs="*",
        type=location,
        help="files, folders, globs or URLs (default: PRESSMARK_ARCHIVE)",
    )
    index.add_argument(
        "--full", action="store_true", help="build a new generation and switch to it"
    )
    index.add_argument(
        "--explain",
        action="store_true",
        help="show what is recognised in one file, and index nothing",
    )
    for what in ("date", "title", "text", "source", "author"):
        index.add_argument(
            f"--{what}-field",
            metavar="NAME",
            action="append",
            help=f"the field that holds the {what if what != 'source' else 'outlet'} in these "
            "files; remembered for them; may be given again for another name",
        )


def _add_worker(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    worker = _command(
        commands, "worker", "work on runs beside others, with PostgreSQL and a Chroma server"
    )
    worker.add_argument("--once", action="store_true", help="end when no run is queued or going on")


def _add_asking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    search = _command(commands, "search", "find passages, best first", json=True)
    query = "what to look for, or - for one query a line on stdin"
    search.add_argument("query", action=Words, const='"harbour fire"', help=query)
    search.add_argument("-k", type=positive, default=10, help="number of hits (default: 10)")
    search.add_argument("--after", metavar="DATE", type=day, help="not before this day, 2024-12-31")
    search.add_argument("--before", metavar="DATE", type=day, help="not after this day, 2024-12-31")
    search.add_argument("--source", metavar="NAME", help="only this outlet")
    _reading(search)
    ask = _command(commands, "ask", "answer a question with citations", json=True)
    question = "the question, or - for one question a line on stdin"
    ask.add_argument("question", action=Question, const='"Who …?"', help=question)
    _reading(ask)
    cite = _command(commands, "cite", "show the passage behind a citation", json=True)
    cite.add_argument("id", action=Words, const="ID", help="id of a citation")


def _add_stories(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words, summary, example in (
        ("timeline", "WORDS", "the steps of a story, oldest first, each with its citation", _FIRE),
        ("latest", "[WORDS]", "the newest articles by story, of a topic or an outlet", None),
        ("quotes", "PERSON", "what somebody said, verbatim, also PERSON about WORDS", _HOLT),
    ):
        command = _command(commands, name, summary, json=True)
        command.add_argument(
            "words",
            nargs="*",
            action=Words,
            const=example,
            metavar=words,
            help=f"{_STORY_HELP[name]}{f', for example: {example}' if example else ''}",
        )
    watch = _command(
        commands, "watch", "watch words, or tell what came of what is watched", json=True
    )
    watch.add_argument(
        "words", nargs="*", metavar="WORDS", help="what to be told of (default: tell what came)"
    )
    watch.add_argument(
        "--daily", metavar="HOUR", type=hour, help="tell it once a day, from this hour on: 9"
    )
    watch.add_argument("--end", metavar="ID", help="watch this no more")


_FIRE, _HOLT = '"harbour fire"', '"Karin Holt about the budget"'
_STORY_HELP = {
    "timeline": "the story",
    "latest": "a topic or the name of an outlet (default: everything)",
    "quotes": "who, and about what",
}


def _add_upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(commands, "status", "show what is indexed, running and wrong", json=True)
    cancel = _command(commands, "cancel", "give up a run, or all that are queued or going on")
    cancel.add_argument(
        "job", nargs="?", type=number, metavar="JOB", help="number of a run (default: all)"
    )
    _command(commands, "doctor", "check the index against the catalog and repair it", json=True)
    _add_homes(commands)
    remove = _command(commands, "remove", "take an article out of every answer from now on")
    remove.add_argument(
        "article",
        action=Words,
        const="ARTICLE_OR_URL",
        metavar="ARTICLE_OR_URL",
        help="id or URL of an article",
    )
    copy = _command(commands, "copy", "move a home into the database of the settings")
    copy.add_argument("home", metavar="HOME", help="the folder that PRESSMARK_HOME was, or is")


def _add_homes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(commands, "init", "ask for the few settings that are needed, and write .env")
    backup = _command(commands, "backup", "save the home in one file, while the bot goes on")
    backup.add_argument("file", metavar="FILE", help="a new file, such as pressmark.tar.gz")
    restore = _command(commands, "restore", "bring a saved home back, into an empty one")
    restore.add_argument("file", metavar="FILE", help="what `pressmark backup` has written")
    completion = _command(
        commands, "completion", "print the script that completes commands in a shell"
    )
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    *,
    json: bool = False,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False
    )
    if json:
        command.add_argument(
            "--json", action="store_true", help="print one JSON object on one line"
        )
    return command


def _reading(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--ignore",
        metavar="WORDS",
        action="append",
        default=[],
        help="read these words as words, not as a date or an outlet; may be repeated",
    )
    command.add_argument(
        "--plain", action="store_true", help="read no words as a date or an outlet"
    )


if __name__ == "__main__":
    sys.exit(main())
