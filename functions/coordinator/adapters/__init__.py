"""Everything that touches the world: Cognito, keys, discovery documents, seals, the audit trail."""
