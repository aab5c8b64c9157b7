"""What a page's style sheets say of its elements, as a browser applies them."""
