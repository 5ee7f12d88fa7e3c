"""Small stage files, each for one kind of deployment; CORP_ISSUER is replaced by the double's address."""

RETURN = "https://shop.example.com/signed-out"

SHOP = """
[apps.shop]
client_id = "1example23456789"
return_to = ["https://shop.example.com/signed-out", "https://shop.example.com/"]
"""

SHOP_COOKIES = """
cookies = [
  { name = "shop_session", domain = "example.com", path = "/" },
  { name = "shop_rt", domain = "example.com", path = "/", holds = "refresh_token" },
  { name = "shop_at", domain = "example.com", path = "/", holds = "access_token" },
  { name = "shop_id.*", domain = "example.com", path = "/", holds = "id_token" },
]
"""

BLOG = """
[apps.blog]
client_id = "2example23456789"
return_to = ["https://blog.example.org/bye"]
"""

CORP = """
[providers.Corp]
profile = "oidc"
issuer = "CORP_ISSUER"
client_id = "cognito-at-corp"
hint = "claim:custom:corp_id_token"
"""

LEGACY = """
[providers.Legacy]
profile = "custom"
logout_url = "https://login.example.net/signout"
return_param = "returnTo"
client_param = "app"
state_param = "relay"
extra = { federated = "yes" }
client_id = "cognito-at-legacy"
returns = "registered"
"""

PLAIN = """
[providers.Plain]
profile = "custom"
logout_url = "https://login.example.net/plain?tenant=7"
return_param = "continue"
client_id = "cognito-at-plain"
returns = "registered"
"""

SAML = """
[providers.CorpSaml]
profile = "saml"
"""

NONE = """
[providers.Apple]
profile = "none"
"""

USUAL = SHOP + SHOP_COOKIES + CORP
EVERY_PROVIDER = USUAL + LEGACY + PLAIN + SAML + NONE
TWO_APPS = USUAL.replace("[providers", BLOG + "[providers", 1)
