"""Report: one HTML file of who said what, where."""
