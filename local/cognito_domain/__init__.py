"""A user pool's domain as AWS documents it, in front of the embedded AWS.

MiniStack has pools, tokens, pages and federation, but no `cognito` session cookie, no `/oauth2/revoke` and no
documented errors of `/logout`. Each of these is one module here, with the page that it follows. The rest is passed on.
"""
