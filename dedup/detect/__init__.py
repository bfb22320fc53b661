"""From a Document to Findings. Pure; the modules here are strangers to one another."""
