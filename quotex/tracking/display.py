"""Passages that show themselves in a notebook, and the difference of any two of their printings."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, SupportsIndex, overload

from attrs import frozen

from quotex.notebook.frames import data_frame
from quotex.records import Appearance, Difference, Passage
from quotex.tracking.columns import APPEARANCE_COLUMNS, PASSAGE_COLUMNS, appearance_row, passage_row
from quotex.tracking.comparing import comparer

if TYPE_CHECKING:
    from pandas import DataFrame

MOST_SHOWN = 50
"""Passages of a long list that a notebook shows."""

_HEADS = ("passage", "speaker", "articles", "independent", "variants", "first", "flags")
_COLUMNS = ("outlet", "published", "speaker", "channel", "quotation", "relation")


@frozen
class WordDiff:
    """How one printing differs from another.

    Attributes:
        relation: as in ``Appearance.relation``, the second printing against the first.
        differences: the words that differ.
        similarity: 0 to 1.
    """

    relation: str
    differences: tuple[Difference, ...]
    similarity: float

    def __str__(self) -> str:
        told = "; ".join(map(str, self.differences))
        return f"{self.relation}: {told}" if told else self.relation

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(self.relation)}</b> {_differences(self.differences)}</p>"


@frozen(kw_only=True)
class TrackedPassage(Passage):
    """A passage as ``track`` gives it: it shows itself as a table in a notebook."""

    def diff(self, a: Appearance | int, b: Appearance | int) -> WordDiff:
        """The difference of two printings, word by word.

        Args:
            a, b: appearances, or their numbers in ``appearances``; what ``b`` changed of ``a``.
        """
        first = self.appearances[a] if isinstance(a, int) else a
        second = self.appearances[b] if isinstance(b, int) else b
        found = comparer().relation(second.quote, first.quote)
        return WordDiff(found.name, found.differences, found.similarity)

    def _repr_html_(self) -> str:
        flags = "".join(f" <code>{escape(flag)}</code>" for flag in self.flags)
        head = "".join(f"<th>{x}</th>" for x in _COLUMNS)
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{cell}</td>"
                for cell in (
                    escape(x.quote.outlet or "") + (" ★" if x.first_seen else ""),
                    escape(x.quote.published_text),
                    escape(x.quote.speaker or "") + (" ≠" if x.speaker_differs else ""),
                    escape(x.quote.channel) + (" ≠" if x.channel_differs else ""),
                    escape(x.quote.text),
                    f"{escape(x.relation)} {_differences(x.differences)}",
                )
            )
            + "</tr>"
            for x in self.appearances
        )
        return (
            f"<blockquote>{escape(self.text)}</blockquote><p>{escape(self.speaker or '')}, "
            f"{self.n_articles} articles, {self.n_independent} independent{flags}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


class Passages(list[Passage]):
    """Passages as ``track`` gives them, the most printed first: a table in a notebook, and data frames."""

    @overload
    def __getitem__(self, index: SupportsIndex) -> Passage: ...

    @overload
    def __getitem__(self, index: slice) -> Passages: ...

    def __getitem__(self, index: SupportsIndex | slice) -> Passage | Passages:
        found = super().__getitem__(index)
        return Passages(found) if isinstance(found, list) else found

    def to_pandas(self) -> DataFrame:
        """A data frame with a row a passage and the columns of ``passages.csv``, their values typed.

        Raises:
            QuotexError: pandas is not installed.
        """
        return data_frame(map(passage_row, self), PASSAGE_COLUMNS)

    def appearances_to_pandas(self) -> DataFrame:
        """A data frame with a row a printing and the columns of ``appearances.csv``, their values typed.

        Raises:
            QuotexError: pandas is not installed.
        """
        printings = (appearance for passage in self for appearance in passage.appearances)
        return data_frame(map(appearance_row, printings), APPEARANCE_COLUMNS)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _HEADS)
        rows = "".join(map(_line, self[:MOST_SHOWN]))
        more = f"<p>{len(self) - MOST_SHOWN} more</p>" if len(self) > MOST_SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _line(passage: Passage) -> str:
    first = " ".join(filter(None, (passage.first_outlet, passage.first_published)))
    cells = (
        escape(passage.text),
        escape(passage.speaker or ""),
        str(passage.n_articles),
        str(passage.n_independent),
        str(passage.n_variants),
        escape(first),
        " ".join(f"<code>{escape(flag)}</code>" for flag in passage.flags),
    )
    return "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in cells) + "</tr>"


def _differences(differences: tuple[Difference, ...]) -> str:
    shown = []
    for d in differences:
        if d.was == d.now:
            shown.append(f"<i>{escape(str(d))}</i>")
            continue
        was = f"<del>{escape(d.was)}</del>" if d.was else ""
        now = f"<ins>{escape(d.now)}</ins>" if d.now else ""
        shown.append(f"{was} {now}".strip())
    return "; ".join(shown)
