"""The Stylize page: styles, canvas, look."""
