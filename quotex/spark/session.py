"""The Spark session, and what to say where Spark is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quotex.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NEEDED = ("pyspark", "pandas", "pyarrow")
INSTALL = "pip install 'quotex[spark]'"

_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
}
"""A session on this machine alone opens no port to others."""

_DEFAULTS = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}

_ALWAYS = {
    # Rows hold whole articles: fewer of them at a time in a Python worker than Spark's 10,000.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.session.timeZone": "UTC",
}


def spark_session(master: str | None = None, conf: Mapping[str, str] | None = None) -> SparkSession:
    """The session that is open, or a new one.

    Args:
        master: Spark's master URL; None leaves it to spark-submit, or else takes all cores of this machine.
        conf: further settings of Spark, by name.

    Raises:
        InputError: Spark, pandas, pyarrow or Java is missing, or Spark does not start.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise InputError(f"the engine spark needs {', '.join(missing)}: {INSTALL}")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    given = dict(conf or {})
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    where = master or (None if submitted or "spark.master" in given else "local[*]")
    settings = {**_DEFAULTS, **given, **_ALWAYS}
    if where is not None and where.startswith("local"):
        settings = {**_LOCAL, **settings}
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark would take any python3 that it finds
    builder = SparkSession.builder.appName("quotex")
    if where is not None:
        builder = builder.master(where)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"Spark does not start: {reason} (is Java 17 or later installed?)") from None
