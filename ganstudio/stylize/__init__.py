"""Stylize: looks, and the engine that renders them."""
