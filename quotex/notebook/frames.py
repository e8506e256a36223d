"""Rows as a pandas data frame, where pandas is installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quotex.errors import QuotexError

if TYPE_CHECKING:
    from pandas import DataFrame


def data_frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> DataFrame:
    """Rows as a data frame; the columns are there and in order even where there is no row.

    Args:
        rows: column to typed value.
        columns: names, in order.

    Raises:
        QuotexError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise QuotexError("data frames need pandas: pip install 'quotex[notebook]'") from None
    return pd.DataFrame(list(rows), columns=list(columns))
