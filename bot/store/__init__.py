"""What the bot keeps in the catalog: answers, citations, people, deliveries, costs."""
