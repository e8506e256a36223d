"""The quotations of an article, as they leave the extractor."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, overload

from attrs import evolve, frozen

from quotex.columns import COLUMNS, values
from quotex.notebook.context import in_context
from quotex.notebook.frames import data_frame
from quotex.records import Article, Problem, Quote

if TYPE_CHECKING:
    from pandas import DataFrame

HEADS = ("speaker", "channel", "quotation", "confidence")


@frozen
class Quotes(Sequence[Quote]):
    """The quotations of one article, in text order; shows itself as a table in a notebook.

    Attributes:
        items: the quotations.
        article: the article, or None where it could not be read.
        problems: why something could not be done.
    """

    items: tuple[Quote, ...] = ()
    article: Article | None = None
    problems: tuple[Problem, ...] = ()

    @overload
    def __getitem__(self, index: int) -> Quote: ...

    @overload
    def __getitem__(self, index: slice) -> Quotes: ...

    def __getitem__(self, index: int | slice) -> Quote | Quotes:
        return evolve(self, items=self.items[index]) if isinstance(index, slice) else self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def to_pandas(self) -> DataFrame:
        """A data frame with the columns of the CSV file, their values typed.

        Raises:
            QuotexError: pandas is not installed.
        """
        return data_frame(map(values, self.items), COLUMNS)

    def _repr_html_(self) -> str:
        text = self.article.text if self.article else ""
        head = "".join(f"<th>{name}</th>" for name in HEADS)
        rows = "".join(
            f"<tr><td>{escape(q.speaker or '')}{_small(q.speaker_role)}</td><td>{escape(q.channel)}</td>"
            f'<td style="text-align: left">{in_context(q, text)}</td><td>{q.confidence:.2f}</td></tr>'
            for q in self.items
        )
        problems = "".join(f"<p>{escape(str(problem))}</p>" for problem in self.problems)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{problems}"


def _small(text: str | None) -> str:
    return f"<br><small>{escape(text)}</small>" if text else ""
