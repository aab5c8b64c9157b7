"""What other programs export: mail, chats, saved pages, downloads of the press, documents, books."""
