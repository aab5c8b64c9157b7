"""From hits to an answer whose every claim stands on a checked quotation."""
