"""The glossary in the window: under the pointer, as a page, and as answers where questions arise."""
