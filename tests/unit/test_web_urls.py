"""Which addresses may stand in a configuration? Web addresses, and an app's own scheme."""

import pytest
from ada_url import URL, check_url
from coordinator.core import returns
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.redirects import HOSTILE

WEB = [
    "https://shop.example.com/",
    "https://shop.example.com",
    "https://shop.example.com:8443/signed-out?kind=full",
    "http://localhost:8003/signed-out",
    "http://localhost",
    "http://app.localhost:8003/",
    "http://127.0.0.1/",
    "http://127.8.8.8:1/",
    "http://[::1]:8003/",
]
NO_WEB = [
    "",
    "shop.example.com",
    "//shop.example.com/",
    "http://shop.example.com/",
    "http://128.0.0.1/",
    "http://[::2]/",
    "http://localhost.example.com/",
    "http://notlocalhost/",
    "HTTPS://shop.example.com/",
    "https:/shop.example.com/",
    "https:shop.example.com",
    "https:///shop.example.com",
    "https://",
    "https://*.example.com/",
    "https://shop.example.com/*",
    "https://shop.example.com/#",
    "https://shop.example.com/#top",
    "https://mary@shop.example.com/",
    "https://mary:pass@shop.example.com/",
    "https://@shop.example.com/",
    "https://shop.example.com\\@evil.example/",
    "https://shop.example.com/a b",
    "https://shop.example.com/\t",
    "https://shop.example.com/\n",
    "https://shop.example.com/\x7f",
    " https://shop.example.com/",
    "https://shop.example.com/ ",
    'https://shop.example.com/"',
    "https://shop.example.com/<script>",
    "https://sh\u043ep.example.com/",
    "https://shop.example.com:99999/",
    "https://shop.example.com:x/",
    "https://[::1/",
    "ftp://shop.example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "com.example.shop:/signed-out",
]
APP_SCHEMES = ["com.example.shop:/signed-out", "com.example.shop://signed-out", "org.example-site.app2:/a?b=c"]
NO_APP_SCHEMES = [
    "",
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "shop:/signed-out",
    ".example:/x",
    "com.:/x",
    "1com.example:/x",
    "com.example.shop:",
    "com.example.shop:/signed out",
    "com.example.shop:/#x",
    "com.example.shop:/*",
    'com.example.shop:/"',
    "com.example.shop:/<x>",
    "com.example.shop:\\x",
    "com.example.shop:/\n",
    "com.example.shop:/x\n",
    "com.ex\u00e4mple:/x",
    "https://shop.example.com/",
]


@pytest.mark.parametrize("url", WEB)
def test_an_https_address_or_http_on_loopback_is_a_web_address(url: str) -> None:
    assert returns.is_web_url(url)
    assert check_url(url)


@pytest.mark.parametrize("url", NO_WEB)
def test_everything_else_is_no_web_address(url: str) -> None:
    assert not returns.is_web_url(url)


@pytest.mark.parametrize("url", APP_SCHEMES)
def test_a_reversed_domain_name_is_an_apps_own_scheme(url: str) -> None:
    assert returns.is_app_scheme(url)


@pytest.mark.parametrize("url", NO_APP_SCHEMES)
def test_a_scheme_that_browsers_know_is_no_apps_own(url: str) -> None:
    assert not returns.is_app_scheme(url)


@given(HOSTILE)
def test_no_generated_trick_makes_a_browser_run_a_script_or_leave_for_plain_http(hostile: str) -> None:
    if returns.is_web_url(hostile) and check_url(hostile):
        read = URL(hostile)
        assert read.protocol == "https:" or returns.is_loopback(read.hostname.strip("[]"))
    if returns.is_app_scheme(hostile):
        assert URL(hostile).protocol not in ("javascript:", "data:", "http:", "https:")


@given(st.ip_addresses(v=4).map(str))
def test_of_the_numbered_hosts_only_127_is_loopback(host: str) -> None:
    assert returns.is_loopback(host) == host.startswith("127.")
