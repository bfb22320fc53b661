"""From a source to a Document."""
