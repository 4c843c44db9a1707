"""The steps by which the database grew; run by `tariff_library.upgrade`, never by hand."""
