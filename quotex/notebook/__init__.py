"""What quotations look like in a notebook: highlighted in their sentence, and as data frames."""

from quotex.notebook.quotes import Quotes

__all__ = ["Quotes"]
