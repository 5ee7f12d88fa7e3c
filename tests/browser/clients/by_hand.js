// Prints where two libraries send the browser when Cognito's own document is theirs, and the sign-out is set by hand.
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import * as client from 'openid-client';

const [document, logout] = process.argv.slice(2);

const oidcClientTs = new OidcClient({
  authority: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_EXAMPLE',
  metadataUrl: document,
  metadataSeed: { end_session_endpoint: `${logout}/logout` },
  client_id: 'shop',
  redirect_uri: 'https://shop.example.com/callback',
  stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
});
console.log((await oidcClientTs.createSignoutRequest({})).url);

const discovered = await client.discovery(new URL(document), 'shop', undefined, client.None(), {
  execute: [client.allowInsecureRequests],
});
const openidClient = new client.Configuration(
  { ...discovered.serverMetadata(), end_session_endpoint: `${logout}/logout` },
  'shop',
);
client.allowInsecureRequests(openidClient); // there is no TLS on this machine
console.log(client.buildEndSessionUrl(openidClient, {}).href);
