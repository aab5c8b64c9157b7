"""Bytes before they are records: streams, character sets, containers, parsers."""
