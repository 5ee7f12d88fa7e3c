"""Every check: nothing to change in a pool that is as it should be; else one red row, which names the place."""

from dataclasses import dataclass, replace

import pytest
from coordinator.core.model import Provider

from doctor import checks
from doctor.checks import pools
from doctor.finding import CouldNotLook, Verdict
from doctor.metadata import SamlFacts
from doctor.outside import Discovered, Outside
from doctor.pool import LiveDomain, LivePool, LiveReplica
from doctor.stage import Stage
from tests.unit.doctor.samples import (
    CLIENT,
    CORP,
    DOMAIN,
    FILE,
    HINT,
    ISSUER,
    LIVE,
    LIVE_CLIENT,
    NOT_REMEMBERING,
    OUTSIDE,
    POOL,
    RETURN_URL,
    SHOP,
    STAGE,
    attribute,
    client,
    corp,
    outside,
    parameters,
    row_of,
    rows,
    saml,
    says,
    the_red,
)

POOL_PAGE = f"Cognito console > User pools > {POOL}"
CLIENT_PAGE = f"{POOL_PAGE} > App clients > Shop"
SAML_PAGE = f"{POOL_PAGE} > Social and external providers > CorpSaml > Identity provider information"
DENIED = CouldNotLook("DescribeUserPoolClient", "the credentials may not call it", denied=True)
UPDATED = f"https://issuer-cognito-idp.eu-central-1.amazonaws.com/{POOL}"


@dataclass(frozen=True)
class Case:
    """Something spoilt: which row is red, and what its change must name."""

    subject: str
    check: str
    names: str
    stage: Stage = STAGE
    live: LivePool | None = LIVE
    others: Outside = OUTSIDE


CASES = [
    Case(
        "files", "settings", f"correct it in {FILE}", stage=replace(STAGE, mistakes=(f"{FILE}: apps.x.y: is no key",))
    ),
    Case("pool", "exists", "AWS_PROFILE", live=None),
    Case(
        "pool",
        "primary Region",
        f"{POOL_PAGE} > Multi-Region replication",
        live=replace(LIVE, replicas=(LiveReplica("eu-central-1", "SECONDARY"), LiveReplica("eu-west-1", "PRIMARY"))),
    ),
    Case("pool", "issuer", f'"CognitoIssuer={UPDATED}"', live=replace(LIVE, updated_issuer=True)),
    Case("pool", "issuer", "CognitoIssuer=", stage=parameters(CognitoIssuer=UPDATED)),
    Case("domain", "belongs to the pool", f"{POOL_PAGE} > Domain: create one", live=replace(LIVE, domain=None)),
    Case(
        "domain",
        "belongs to the pool",
        f'"CognitoDomain={DOMAIN}"',
        live=replace(LIVE, domain=LiveDomain("people", "eu-central-1_Another01", "ACTIVE", 2)),
    ),
    Case(
        "domain",
        "belongs to the pool",
        f"{POOL_PAGE} > Domain",
        live=replace(LIVE, domain=LiveDomain("people", POOL, "FAILED", 2)),
    ),
    Case("domain", "belongs to the pool", f'"CognitoDomain={DOMAIN}"', stage=parameters(CognitoDomain="<domain>")),
    Case(
        "domain",
        "managed login",
        f"{POOL_PAGE} > Domain > Edit branding version",
        live=replace(LIVE, domain=LiveDomain("people", POOL, "ACTIVE", 1)),
    ),
    Case("app shop", "client", f"{FILE}: correct apps.shop.client_id", live=replace(LIVE, clients={CLIENT: None})),
    Case(
        "app shop",
        "sign-out URL",
        f"{CLIENT_PAGE} > Login pages > Edit > Allowed sign-out URLs: add {RETURN_URL}",
        live=client(logout_urls=("https://shop.example.com/",)),
    ),
    Case(
        "app shop",
        "Cognito's /logout",
        f"{CLIENT_PAGE} > Login pages",
        others=outside(sign_outs={CLIENT: "/error?error=Required+parameters+missing&client_id=1"}),
    ),
    Case(
        "app shop",
        "token revocation",
        f"{CLIENT_PAGE} > App client information > Edit: Enable token revocation",
        live=client(revocation=False),
    ),
    Case(
        "app shop",
        "refresh tokens",
        f"{FILE}: set apps.shop.refresh_token_days = 31",
        live=client(refresh_token_days=31),
    ),
    Case("app shop", "client secret", f'{FILE}, [apps.shop]: client_secret = "env:shop"', live=client(has_secret=True)),
    Case(
        "app shop",
        "client secret",
        f"{FILE}: take client_secret out of [apps.shop]",
        stage=replace(STAGE, apps={"shop": replace(SHOP, client_secret="known at AWS alone")}),
    ),
    Case(
        "app shop",
        "providers",
        f'{FILE}: add [providers.Other] with profile = "none", or "google" if somebody decides so (it also ends all of',
        live=client(providers=(*LIVE_CLIENT.providers, "Other")),
        others=replace(OUTSIDE, guesses={**OUTSIDE.guesses, "Other": "google"}),
    ),
    Case(
        "app shop",
        "providers",
        f'{FILE}: add [providers.Other] with profile = "oidc"',
        live=client(providers=(*LIVE_CLIENT.providers, "Other")),
    ),
    Case(
        "provider Corp",
        "exists",
        f"{FILE}: name [providers.Corp] as the pool does",
        live=replace(LIVE, providers={**LIVE.providers, "Corp": None}),
    ),
    Case("provider Corp", "profile", f"{FILE}, [providers.Corp]: profile =", stage=says(profile="saml", hint=None)),
    Case(
        "provider CorpSaml",
        "profile",
        'profile = "saml"; or "custom", or "none"',
        stage=replace(
            STAGE, providers={"Corp": CORP, "CorpSaml": Provider("CorpSaml", "entra", logout_url="https://a/")}
        ),
        live=saml(signs_out=False),
    ),
    Case("provider Corp", "issuer", 'issuer = "https://login.example.com/"', live=corp(issuer=f"{ISSUER}/")),
    Case("provider Corp", "client id", 'client_id = "another"', live=corp(client_id="another")),
    Case("provider Corp", "discovery", 'profile = "none"', others=outside(Discovered())),
    Case("provider Corp", "discovery", "correct issuer", others=outside(Discovered(problem="http_404"))),
    Case("provider Corp", "discovery", "the slash at its end", others=outside(Discovered(problem="other_issuer"))),
    Case("provider Corp", "discovery", "logout_url", others=outside(Discovered(problem="endpoint_not_allowed"))),
    Case("provider Corp", "hint attribute", f"{POOL_PAGE} > Sign-up > Custom attributes", live=attribute(longest=256)),
    Case("provider Corp", "hint attribute", "another string attribute", live=attribute(mutable=False)),
    Case("provider Corp", "hint attribute", "another string attribute", live=attribute(kind="Number")),
    Case("provider Corp", "hint attribute", "maximum length 2048", live=replace(LIVE, attributes={})),
    Case("provider Corp", "hint mapping", "Attribute mapping > Edit: map id_token", live=corp(mapping={})),
    Case(
        "provider Corp",
        "hint permissions",
        f"{CLIENT_PAGE} > Attribute permissions > Edit: write {HINT}",
        live=client(writes=frozenset({"email"})),
    ),
    Case(
        "provider Corp",
        "hint permissions",
        f"{CLIENT_PAGE} > Attribute permissions > Edit: read {HINT}",
        live=client(reads=frozenset({"email"})),
    ),
    Case("provider Corp", "hint", 'hint = "claim:custom:', stage=says(hint=None, client_id=None)),
    Case(
        "provider Corp",
        "logout hint attribute",
        "logout_hint of [providers.Corp]",
        stage=says(logout_hint="custom:x"),
        live=corp(mapping={HINT: "id_token", "custom:x": "login_hint"}),
    ),
    Case(
        "provider CorpSaml",
        "SAML sign-out",
        f"{SAML_PAGE} > Edit > Add sign-out flow: tick",
        live=saml(signs_out=False),
    ),
    Case(
        "provider CorpSaml",
        "SAML sign-out",
        'profile = "saml"',
        stage=replace(
            STAGE, providers={"Corp": CORP, "CorpSaml": replace(STAGE.providers["CorpSaml"], profile="none")}
        ),
    ),
    Case(
        "provider CorpSaml",
        "SAML metadata",
        f"{SAML_PAGE} > Edit > Add sign-out flow: take the tick away",
        others=outside(facts=SamlFacts("https://accounts.google.com/o/saml2", frozenset())),
    ),
    Case(
        "provider CorpSaml",
        "SAML metadata",
        "enable HTTP-Redirect at the provider",
        others=outside(facts=SamlFacts("https://saml.example.com", frozenset({"HTTP-POST", "SOAP"}))),
    ),
]


def test_of_a_pool_that_is_as_it_should_be_there_is_nothing_to_change() -> None:
    assert [row for row in rows() if row.verdict is not Verdict.OK or row.change] == []


def test_the_rows_of_one_subject_stand_together() -> None:
    subjects = [row.subject for row in rows()]
    turns = [subject for place, subject in enumerate(subjects) if place == 0 or subjects[place - 1] != subject]

    assert len(turns) == len(set(turns))
    assert {"provider Corp", "provider CorpSaml"} <= set(turns)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.subject}, {case.check}, {case.names}")
def test_what_is_spoilt_is_red_and_the_change_names_the_place(case: Case) -> None:
    row = the_red(case.stage, case.live, case.others)

    assert (row.subject, row.check) == (case.subject, case.check)
    assert case.names in row.change


def test_every_check_has_a_case_that_is_red() -> None:
    # Our own URL is what it is; what a client's scopes cannot do, the administrator's call may; a URL may hold a hint.
    no_red = {"return URL", "everywhere", "hint travels"}
    assert {row.check for row in rows()} - {case.check for case in CASES} == no_red


@pytest.mark.parametrize(
    ("check", "live", "others"),
    [
        ("everywhere", client(scopes=("openid",)), OUTSIDE),
        ("hint permissions", client(writes=None), OUTSIDE),
        ("hint mapping", corp(mapping={HINT: "sub"}), OUTSIDE),
        ("managed login", replace(LIVE, domain=LiveDomain("people", POOL, "ACTIVE", None)), OUTSIDE),
        ("discovery", LIVE, outside(Discovered(problem="timeout"))),
        ("discovery", LIVE, outside(Discovered(problem="http_503"))),
        ("SAML metadata", LIVE, outside(facts=SamlFacts("https://sts.windows.net/t/", frozenset({"HTTP-Redirect"})))),
        ("SAML metadata", LIVE, outside(facts=CouldNotLook("metadata", "it answers 500"))),
        ("primary Region", replace(LIVE, replicas=CouldNotLook("ListUserPoolReplicas", "unknown")), OUTSIDE),
        ("Cognito's /logout", LIVE, outside(sign_outs={CLIENT: "https://people.example/login?a=b"})),
        ("Cognito's /logout", LIVE, outside(sign_outs={CLIENT: CouldNotLook("/logout", "unreachable")})),
        (
            "client",
            replace(LIVE, clients={CLIENT: CouldNotLook("DescribeUserPoolClient", "denied", denied=True)}),
            OUTSIDE,
        ),
    ],
)
def test_what_may_work_or_cannot_be_seen_is_a_warning_that_says_what_to_do(
    check: str, live: LivePool, others: Outside
) -> None:
    row = row_of(check, live=live, others=others)

    assert row.verdict is Verdict.WARN
    assert row.change


def test_a_stack_that_is_not_deployed_leaves_the_sign_out_urls_open() -> None:
    found = checks.every(STAGE, None, LIVE, OUTSIDE, NOT_REMEMBERING)
    (row,) = (row for row in found if row.check == "return URL")

    assert "make deploy STAGE=prod" in row.change
    assert "sign-out URL" not in {row.check for row in found}


def test_admin_sign_out_makes_up_for_the_scope() -> None:
    assert row_of("everywhere", parameters(AdminSignOut="on"), client(scopes=())).verdict is Verdict.OK


def test_an_updated_issuer_that_the_stage_names_is_as_it_should_be() -> None:
    found = pools.pool(parameters(CognitoIssuer=UPDATED), replace(LIVE, updated_issuer=True))
    (row,) = (row for row in found if row.check == "issuer")

    assert row.verdict is Verdict.OK


def test_a_domain_on_this_machine_is_the_pools_own() -> None:
    row = row_of("belongs to the pool", parameters(CognitoDomain="http://localhost:8001"))

    assert (row.verdict, "on this machine" in row.found) == (Verdict.OK, True)


def test_a_vendor_of_whom_more_is_known_is_proposed() -> None:
    found = rows(others=outside(guess="okta"))
    row = next(row for row in found if (row.subject, row.check) == ("provider Corp", "profile"))

    assert row.verdict is Verdict.WARN
    assert 'profile = "okta", if it is one' in row.change


def test_an_app_without_a_client_id_is_a_mistake_of_the_file_alone() -> None:
    missing = f"{FILE}: apps.shop.client_id: is missing"
    stage = replace(STAGE, apps={"shop": replace(SHOP, client_id="")}, mistakes=(missing,))

    assert the_red(stage).found == missing
