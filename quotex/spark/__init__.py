"""Extracting and tracking on Apache Spark: the engine for what one machine cannot hold.

Nothing of Spark is imported before a function here is called.
"""
