"""What a departure needs: hints that fit, values that fit, and an end that the app has configured."""

import pytest
from coordinator.web.request import HINT_COOKIE

from tests.unit.deployments import STAGE, Deployed
from tests.unit.travellers import SAME_SITE, departs, query_of


def test_a_hint_that_no_cookie_holds_is_left_out(deployed: Deployed) -> None:
    mary = departs(deployed, "Corp", hint="h" * 6_000)

    assert HINT_COOKIE not in mary.jar
    assert "id_token_hint" not in query_of(mary.back())


def test_a_hop_that_cannot_do_without_the_hint_is_left_out_with_it(deployed: Deployed) -> None:
    deployed.configure(CONFIG=STAGE.replace('client_id = "cognito-at-corp"\n', ""))
    mary = departs(deployed, "Corp", hint="h" * 6_000)

    assert "provider (Corp): not_supported" in mary.back().body


def test_without_hint_and_client_id_there_is_no_hop(deployed: Deployed) -> None:
    deployed.configure(CONFIG=STAGE.replace('client_id = "cognito-at-corp"\n', ""))
    departs(deployed, "Corp")

    assert deployed.legs("hop") == [("provider", "Corp", "not_supported", "no_hint")]


@pytest.mark.parametrize(
    ("app", "location", "button"),
    [
        ('default_return = true\nreturn_to = ["https://shop.example.com/", "https://b.example/"]', "https://shop", ""),
        ('return_to = ["com.example.shop:/out"]', "", "com.example.shop:/out"),
        ('default_return = true\nreturn_to = ["com.example.shop:/out"]', "", "com.example.shop:/out"),
    ],
)
def test_the_end_is_the_apps_default_page_or_a_button_for_a_scheme_of_its_own(
    deployed: Deployed, app: str, location: str, button: str
) -> None:
    deployed.configure(CONFIG=f'[apps.shop]\nclient_id = "1example23456789"\n{app}')
    answer = deployed.get(headers={"Sec-Fetch-Site": "same-origin"}, reach="app")

    assert answer.location.startswith(location)
    assert f'href="{button}"' in answer.body or not button


def test_values_that_fit_no_cookie_are_refused_before_any_effect(deployed: Deployed) -> None:
    wide = "".join(chr(0x4E00 + number * 7) for number in range(1_024))
    answer = deployed.get(
        headers={**SAME_SITE, "Cookie": "shop_rt=r"}, post_logout_redirect_uri="https://shop.example.com/", state=wide
    )

    assert answer.status == 400
    assert deployed.cognito.revoked == []
