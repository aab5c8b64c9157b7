"""What other programs export: mail, chats, saved pages, press downloads, documents, books."""
