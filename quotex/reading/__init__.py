"""Reading: files, folders, archives and streams become articles."""
