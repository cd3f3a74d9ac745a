"""A list of services out of a file: read, matched, compared with the catalogue. Nothing here changes anything."""
