"""Scores how pages are read, over a folder of pages whose texts and fields are known."""
