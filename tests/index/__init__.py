"""Tests of the archive side: they mirror the modules of ``index``."""
