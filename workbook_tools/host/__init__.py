"""A running spreadsheet program, through xlwings: Excel, or LibreOffice by the engine of
``host.libreoffice``.
"""
