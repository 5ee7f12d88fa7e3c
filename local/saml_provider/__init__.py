"""A real SAML provider with a session of its own: Debian's SimpleSAMLphp in a process of its own."""
