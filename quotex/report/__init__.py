"""Report: one HTML file of who said what, where; and the audit of who gets to speak."""

from quotex.report.audit import Audit, audit, audit_rows
from quotex.report.collection import Collection, Source, collect
from quotex.report.page import render, write_report

__all__ = ["Audit", "Collection", "Source", "audit", "audit_rows", "collect", "render", "write_report"]
