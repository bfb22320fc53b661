"""Text measures: strings and integers in, integers and floats out. Knows no model and no settings."""
