"""Making the SAML provider and the user pool known to each other, and an app whose people come from there.

Sources: Amazon Cognito API reference, "CreateIdentityProvider" and "ProviderDetails" (`MetadataFile`, `IDPSignout`);
developer guide, "cognito-user-pools-saml-idp-sign-out" (what must be set up at both ends).
"""

import requests

from local.aws import Clients
from local.cognito_domain.domain import Domain
from local.cognito_domain.saml import Saml
from local.places import Places
from local.pool import SAML_PROVIDER, Pool, add_app
from local.saml_provider.certificate import KeyPair
from local.saml_provider.setup import SamlSetup, Service

APP = "intranet"
SECONDS = 10.0


def federate(clients: Clients, places: Places, pool: Pool, domain: Domain, setup: SamlSetup) -> None:
    """Do it; the provider must be running, and the domain and the apps not yet served. Sign-out flow is on."""
    domain.saml = Saml(domain, KeyPair.create(places.root / "cognito-domain", "user pool"))
    setup.write(
        Service(
            entity_id=f"urn:amazon:cognito:sp:{pool.pool_id}",
            assertion_url=f"{places.cognito}/saml2/idpresponse",
            logout_url=f"{places.cognito}/saml2/logout",
            certificate=domain.saml.keys.certificate_text(),
        )
    )
    clients.cognito.create_identity_provider(
        UserPoolId=pool.pool_id,
        ProviderName=SAML_PROVIDER,
        ProviderType="SAML",
        ProviderDetails={"MetadataFile": metadata(setup), "IDPSignout": "true"},
        AttributeMapping={"email": "email", "name": "name"},
    )
    pool.apps[APP] = add_app(clients.cognito, places, pool.pool_id, APP, SAML_PROVIDER)


def metadata(setup: SamlSetup) -> str:
    """What the provider says of itself (SAML 2.0 Metadata), as an administrator would upload it."""
    answer = requests.get(setup.entity_id, timeout=SECONDS)
    answer.raise_for_status()
    return answer.text
