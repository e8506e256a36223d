"""A checkpoint a stage: what is done is not done again when an executor is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Stages:
    """Keeps what a stage gives, and cuts its lineage.

    Args:
        folder: where to write it as Parquet, in a file system that all executors see; None keeps it on the
            executors' own disks (Spark's local checkpoint), which do not survive the loss of one.
    """

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder.rstrip("/") if folder else None

    def keep(self, frame: DataFrame, name: str) -> DataFrame:
        """Compute a stage now and give it back as it is kept.

        Args:
            frame: the stage.
            name: of its folder; what an earlier run left there is replaced.
        """
        if self._folder is None:
            return frame.localCheckpoint(eager=True)
        path = f"{self._folder}/{name}.parquet"
        frame.write.mode("overwrite").parquet(path)
        return frame.sparkSession.read.schema(frame.schema).parquet(path)
