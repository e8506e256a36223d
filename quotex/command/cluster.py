"""``--engine spark``: extract and track on a cluster, or on all cores of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from attrs import frozen

from quotex.command import options
from quotex.command.messages import complain
from quotex.errors import QuotexError
from quotex.reading.inputs import STANDARD_INPUT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from quotex.spark.extracting import Extraction
    from quotex.spark.stages import Stages

SPARK = "spark"
SHOWN_PROBLEMS = 20
"""Problems that are named on standard error; all are in the folder of errors."""


@frozen
class Cluster:
    """Where Spark runs.

    Attributes:
        master: its master URL; None leaves that to spark-submit.
        conf: settings of Spark, each NAME=VALUE.
        checkpoint: a folder that all executors see, for what each stage gives.
    """

    master: str | None
    conf: tuple[str, ...]
    checkpoint: str | None

    def settings(self) -> Mapping[str, str]:
        """The settings by name.

        Raises:
            click.UsageError: one is not of the form NAME=VALUE.
        """
        pairs = [item.partition("=") for item in self.conf]
        for (name, sign, _), item in zip(pairs, self.conf, strict=True):
            if not name or not sign:
                raise click.UsageError(f"--conf takes NAME=VALUE, not {item}")
        return {name: value for name, _, value in pairs}

    def session(self) -> SparkSession:
        """The session.

        Raises:
            InputError: Spark is missing or does not start.
        """
        from quotex.spark.session import spark_session

        return spark_session(self.master, self.settings())


def chosen(engine: str, master: str | None, conf: tuple[str, ...], checkpoint: str | None) -> Cluster | None:
    """The cluster, or None for this process.

    Raises:
        click.UsageError: settings of Spark without Spark.
    """
    if engine == SPARK:
        return Cluster(master, conf, checkpoint)
    if master or conf or checkpoint:
        raise click.UsageError("--master, --conf and --checkpoint go with --engine spark")
    return None


def refuse(chosen: options.Sources, named: Mapping[str, object]) -> None:
    """Raise click.UsageError for options that Spark has no use for.

    Args:
        chosen: whose manifest, number of processes and device do not count either.
        named: further options by name, with what was given.
    """
    device = chosen.device != "cpu"
    every = {**named, "--manifest": chosen.manifest, "--jobs": chosen.jobs, "--device": device}
    given = [name for name, value in every.items() if value]
    if given:
        raise click.UsageError(f"{', '.join(given)}: not with --engine spark")


def extraction(
    chosen: options.Sources, include_scare: bool = False, min_confidence: float = 0.0
) -> Extraction:
    """How to extract, as the user chose it."""
    from quotex.spark.extracting import Extraction

    return Extraction(
        model=chosen.model,
        include_scare=include_scare,
        config=chosen.config,
        min_confidence=min_confidence,
        seconds=chosen.time_limit or None,
    )


def extract(
    cluster: Cluster,
    chosen: options.Sources,
    paths: Sequence[str],
    format_name: str | None,
    how: Extraction,
    guard: bool,
) -> int:
    """Find the quotations of articles in Parquet or JSONL; returns the exit status.

    Raises:
        click.UsageError: not one output, or of a form that Spark does not write.
        InputError: an input cannot be read, or an output is there already.
    """
    from quotex.export.formats import export_format
    from quotex.spark.extracting import extracted
    from quotex.spark.inputs import QUOTATIONS, read, read_articles
    from quotex.spark.outputs import FORMATS, write_quotations
    from quotex.spark.stages import Stages

    if len(paths) != 1:
        raise click.UsageError("--engine spark writes one folder: name it with -o")
    form = export_format(format_name, paths[0].rstrip("/")).name
    if form not in FORMATS:
        raise click.UsageError(f"--engine spark writes {', '.join(FORMATS)}, not {form}")
    inputs = _inputs(chosen)
    session = cluster.session()
    with failures():
        rows, kind = read(session, inputs)
        if kind == QUOTATIONS:
            raise click.UsageError("the inputs hold quotations, not articles")
        done = Stages(cluster.checkpoint).keep(extracted(read_articles(rows), how), "extracted")
        write_quotations(done, paths[0], form, guard)
        return _told(done, f"{paths[0].rstrip('/')}.errors")


def track(
    cluster: Cluster,
    chosen: options.Sources,
    folder: str | None,
    how: Extraction,
    settings: Mapping[str, object],
    min_outlets: int,
    guard: bool,
) -> int:
    """Find passages in articles or quotations in Parquet or JSONL; returns the exit status.

    Raises:
        click.UsageError: no output.
        InputError: an input cannot be read, or an output is there already.
    """
    from quotex.spark.building import Settings
    from quotex.spark.outputs import write_passages
    from quotex.spark.stages import Stages
    from quotex.spark.tracking import track as find_passages

    if folder is None:
        raise click.UsageError("--engine spark writes a folder: name it with -o")
    inputs = _inputs(chosen)
    session = cluster.session()
    with failures():
        stages = Stages(cluster.checkpoint)
        done, records, articles = _gathered(session, inputs, chosen, how, stages)
        passages = find_passages(records, Settings(**settings), stages, articles)  # type: ignore[arg-type]
        if min_outlets > 1:
            passages = passages.where(f"less_outlets <= {-min_outlets}")
        write_passages(passages, folder, guard)
        return _told(done, f"{folder.rstrip('/')}/errors.jsonl")


def _gathered(
    session: SparkSession, inputs: Sequence[str], chosen: options.Sources, how: Extraction, stages: Stages
) -> tuple[DataFrame, DataFrame, DataFrame | None]:
    """What was read, with its problems; the records of quotations; and the articles where there are any."""
    from pyspark.sql import functions as f

    from quotex.spark.extracting import extracted
    from quotex.spark.inputs import ARTICLES, read, read_articles, read_quotations, told_quotations

    rows, kind = read(session, inputs)
    if kind == ARTICLES:
        done = stages.keep(extracted(read_articles(rows), how), "extracted")
        records = told_quotations(done.select(f.explode("quotations").alias("line")))
        return done, records, done.where("article is not null").select("article")
    done = stages.keep(read_quotations(rows, chosen.config), "quotations")
    return done, done.where("record is not null").select("record"), None


@contextmanager
def failures() -> Iterator[None]:
    """Turn what Spark raises into one line.

    Raises:
        QuotexError: a job failed.
    """
    from pyspark.errors import PySparkException
    from pyspark.errors.exceptions.captured import PythonException

    try:
        yield
    except PySparkException as error:
        lines = [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        # Of a worker's traceback the last line tells most.
        reason = lines[-1] if isinstance(error, PythonException) else lines[0]
        raise QuotexError(f"Spark gave up: {reason}") from error


def _inputs(chosen: options.Sources) -> tuple[str, ...]:
    inputs = options.given(chosen.inputs)
    if STANDARD_INPUT in inputs:
        raise click.UsageError("--engine spark reads files and folders, not standard input")
    return inputs


def _told(done: DataFrame, path: str) -> int:
    """Write the problems, name the first of them, and return the exit status."""
    from pyspark.sql import functions as f

    from quotex.spark.outputs import write_problems
    from quotex.spark.records import problem_of_record

    problems = done.where("problem is not null").select(f.col("problem").alias("record"))
    count = problems.count()
    if not count:
        return 0
    write_problems(problems, path)
    for row in problems.limit(SHOWN_PROBLEMS).collect():
        complain(str(problem_of_record(bytes(row.record))))
    if count > SHOWN_PROBLEMS:
        complain(f"{count - SHOWN_PROBLEMS} more problems: all are in {path}")
    return 1
