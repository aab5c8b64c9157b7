"""What a page states about itself: title, date, outlet, author, address."""
