"""What stands for an embedder: its name, and the length of its vectors."""

from __future__ import annotations

import pytest

from index.embedding.embedder_identity import (
    Convention,
    count_by_bytes,
    dimensions_of,
    identity_of,
    is_of,
    name_of,
)

PLAIN = Convention()


def test_an_identity_tells_the_length_of_the_vectors() -> None:
    """The bundled embedder's does not, and has 384."""
    assert dimensions_of("ollama-bge-m3-1a2b3c4d-dim1024") == 1024
    assert dimensions_of("all-MiniLM-L6-v2-int8-9b097773") == 384
    assert dimensions_of("openai-some-dim5-1a2b3c4d-dim8") == 8


def test_an_identity_belongs_to_one_name() -> None:
    """Whatever the length; a longer name is another one."""
    name = name_of("ollama", "bge-m3", PLAIN)

    assert is_of(name, identity_of(name, 3))
    assert is_of(name, identity_of(name, 1024))
    assert not is_of(name, name)
    assert not is_of(name, f"{name}-more-dim3")
    assert not is_of(name, "all-MiniLM-L6-v2-int8-9b097773")


@pytest.mark.parametrize(
    "other",
    [
        name_of("openai", "bge-m3", PLAIN),
        name_of("ollama", "bge-m3:567m", PLAIN),
        name_of("ollama", "bge-m3", Convention("query: ")),
        name_of("ollama", "bge-m3", PLAIN, "http://127.0.0.1:8080/v1"),
    ],
)
def test_what_changes_vectors_changes_the_name(other: str) -> None:
    """Provider, model, prefixes, and a server of one's own."""
    assert other != name_of("ollama", "bge-m3", PLAIN)


@pytest.mark.parametrize("model", ["../../etc/passwd", "a b/c:d\\e", "я" * 90, "x" * 300])
def test_a_name_can_be_that_of_a_file(model: str) -> None:
    """And fits into its column, with any length behind it."""
    found = identity_of(name_of("ollama", model, PLAIN), 65_536)

    assert len(found) <= 80
    assert not {"/", "\\", " ", ":"} & set(found)
    assert not found.startswith(".")


def test_tokens_are_guessed_by_bytes() -> None:
    """Four bytes a token, rounded up."""
    assert count_by_bytes(["", "abcd", "abcde", "їжак"]) == [0, 1, 2, 2]
