"""Rows through a Python function, as Arrow batches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

Row = Mapping[str, Any]
_ROWS = 2_000


def mapped(frame: DataFrame, function: Callable[[Iterator[Row]], Iterable[Row]], columns: str) -> DataFrame:
    """The rows that a function makes of the rows of each partition.

    Args:
        frame: the rows.
        function: called once a partition, with its rows one by one; it can be sent to workers.
        columns: names and types of what the function gives, as in SQL ("order long, key string").
    """
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    struct = StructType.fromDDL(columns)
    schema = to_arrow_schema(struct)

    def run(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        rows = (row for batch in batches for row in batch.to_pylist())
        ready: list[Row] = []
        for row in function(rows):
            ready.append(row)
            if len(ready) >= _ROWS:
                yield pyarrow.RecordBatch.from_pylist(ready, schema=schema)
                ready = []
        if ready:
            yield pyarrow.RecordBatch.from_pylist(ready, schema=schema)

    return frame.mapInArrow(run, struct)


def digest(text: str) -> bytes:
    """A text as 16 bytes, the same on every machine; no two texts are known to share them."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def signed(number: int) -> int:
    """64 bits as Spark's ``long`` has them."""
    return number - (1 << 64) if number >= 1 << 63 else number
