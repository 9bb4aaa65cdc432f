"""The errors of templates that are of Jinja's kinds; loaded where one is raised."""

from __future__ import annotations

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError


class RefusedError(SecurityError):
    """Something that a template may not do, in words for the user."""


class WrongTextError(TemplateSyntaxError):
    """A text that cannot be compiled, in words for the user."""
