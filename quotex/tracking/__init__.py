"""Tracking: the same quotation across articles and outlets."""
