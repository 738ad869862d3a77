"""The bundled plugins, each written as a stranger would write it."""
