"""SAML metadata: who it is and where it takes a sign-out; what is none, or tries to harm the reader, is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.metadata import SamlFacts, facts_of

NAMESPACE = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata"'
BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:"


def metadata(inside: str = "", entity_id: str = "https://idp.example.com", before: str = "") -> str:
    descriptor = f"<IDPSSODescriptor>{inside}</IDPSSODescriptor>"
    return f'{before}<EntityDescriptor {NAMESPACE} entityID="{entity_id}">{descriptor}</EntityDescriptor>'


def service(binding: str) -> str:
    return f'<SingleLogoutService Binding="{BINDING}{binding}" Location="https://idp.example.com/slo"/>'


def test_the_bindings_of_the_sign_out_are_read() -> None:
    found = facts_of(metadata(service("HTTP-Redirect") + service("HTTP-POST")))

    assert found == SamlFacts("https://idp.example.com", frozenset({"HTTP-Redirect", "HTTP-POST"}))


def test_a_provider_without_a_sign_out_has_none() -> None:
    assert facts_of(metadata()) == SamlFacts("https://idp.example.com", frozenset())


def test_the_provider_is_found_among_several_entities_and_behind_a_declaration() -> None:
    service_provider = f'<EntityDescriptor {NAMESPACE} entityID="sp"><SPSSODescriptor/></EntityDescriptor>'
    both = f"<EntitiesDescriptor {NAMESPACE}>{service_provider}{metadata(service('SOAP'))}</EntitiesDescriptor>"
    declared = f'<?xml version="1.0" encoding="UTF-8"?>{both}'

    assert facts_of(declared.encode()) == SamlFacts("https://idp.example.com", frozenset({"SOAP"}))


@pytest.mark.parametrize(
    ("entity_id", "entra"),
    [("https://sts.windows.net/tenant/", True), ("https://login.microsoftonline.com/t/", True), ("https://x/", False)],
)
def test_entra_is_known_by_its_entity_id(entity_id: str, entra: bool) -> None:
    found = facts_of(metadata(entity_id=entity_id))

    assert found is not None and found.is_entra is entra


HOSTILE = [
    metadata("&name;", before='<!DOCTYPE a [<!ENTITY name SYSTEM "file:///etc/passwd">]>'),
    metadata("&b;", before='<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
    metadata(before='<!DOCTYPE a SYSTEM "https://evil.example/a.dtd">'),
    "<html><body>Sign in</body></html>",
    f'<EntityDescriptor {NAMESPACE} entityID="sp"><SPSSODescriptor/></EntityDescriptor>',
    "",
    "<",
    metadata(before='<?xml version="1.0" encoding="foo"?>').encode(),
    metadata(before='<?xml version="1.0" encoding="base64"?>').encode(),
    metadata(before='<?xml version="1.0" encoding="utf-32"?>').encode(),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_metadata_or_hostile_is_refused(text: str | bytes) -> None:
    assert facts_of(text) is None


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str | bytes) -> None:
    assert facts_of(text) is None
