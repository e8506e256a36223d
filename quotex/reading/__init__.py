"""Reading: files, folders, archives and streams become articles.

``read`` gives articles and problems in order; ``boilerplate`` marks the lines of a text that a
web page put around the article.
"""

from __future__ import annotations

from quotex.reading.articles import read
from quotex.reading.boilerplate import boilerplate
from quotex.reading.limits import Limits

__all__ = ["Limits", "boilerplate", "read"]
