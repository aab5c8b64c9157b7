"""Tests of Pressmark: no network, no key, no mocks."""
