"""Recall and false strikes of the repeat detector on passages with known repeats."""
