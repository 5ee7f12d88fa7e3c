"""A SAML provider's metadata: who it is, and where it takes a sign-out (SAML 2.0 Metadata, 2.3.2 and 2.4.2)."""

from dataclasses import dataclass

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:"
REDIRECT = "HTTP-Redirect"
ENTRA = ("https://sts.windows.net/", "https://login.microsoftonline.com/")


@dataclass(frozen=True, slots=True)
class SamlFacts:
    """What the metadata says: the entity's id, and the bindings of its SingleLogoutService, such as `HTTP-Redirect`."""

    entity_id: str
    sign_out: frozenset[str]

    @property
    def is_entra(self) -> bool:
        """Whether it is Microsoft Entra ID, by its entity id."""
        return self.entity_id.startswith(ENTRA)


def facts_of(text: str | bytes) -> SamlFacts | None:
    """Return the facts of a metadata document, None for whatever is none: entities and DTDs are refused."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):  # the last: an encoding that nobody knows
        return None
    for entity in root.iter(f"{METADATA}EntityDescriptor"):
        descriptor = entity.find(f"{METADATA}IDPSSODescriptor")
        if descriptor is not None:
            services = descriptor.iter(f"{METADATA}SingleLogoutService")
            bindings = frozenset(one.get("Binding", "").removeprefix(BINDINGS) for one in services)
            return SamlFacts(entity.get("entityID", ""), bindings)
    return None
