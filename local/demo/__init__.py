"""The demo of `make serve`: an app, three lamps, and a sign-out drawn hop by hop while it happens.

It follows one browser: the one that opened the page last. Every server that the browser visits is seen through a
`Watcher`, each lamp is asked at its owner with that browser's cookies, and the audit events come from the function's
log.
"""
