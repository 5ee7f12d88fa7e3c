// panva's oidc-provider with one client (Cognito), one person, its own pages and its session in memory.
// Whatever is not named here is as the library has it by default: the page that asks before it signs out, for instance.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Provider } from 'oidc-provider';

const setup = JSON.parse(readFileSync(process.env.PROVIDER_SETUP, 'utf8'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

// By itself it calls no address on loopback; the one that it calls here is ours.
const fetchOnLoopback = (url, { dispatcher, ...options }) => fetch(url, options);

const provider = new Provider(setup.issuer, {
  clients: [{
    client_id: setup.client_id,
    client_secret: setup.client_secret,
    redirect_uris: [setup.callback],
    post_logout_redirect_uris: [setup.signed_out],
    token_endpoint_auth_method: 'client_secret_post',
    backchannel_logout_uri: setup.backchannel,
    backchannel_logout_session_required: true,
  }],
  features: { backchannelLogout: { enabled: true } },
  fetch: fetchOnLoopback,
  claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
  // The embedded AWS maps claims of the ID token, where the standard would leave them to the userinfo endpoint.
  conformIdTokenClaims: false,
  // A name of its own, so that a person who looks at a browser's cookies sees whose session it is.
  cookies: { keys: [setup.cookie_key], names: { session: 'node_oidc_provider_session' } },
  findAccount: (ctx, id) => (id === setup.username ? {
    accountId: id,
    claims: () => ({ sub: id, email: setup.email, name: setup.name }),
  } : undefined),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', kid: 'of-this-run', use: 'sig' }] },
  ttl: {
    AccessToken: 3600, AuthorizationCode: 60, Grant: 86400, IdToken: 3600, Interaction: 3600, Session: 86400,
  },
});

// One line for each logout token: what became of it is asked in tests.
provider.on('backchannel.success', () => console.log('logout token heard'));
provider.on('backchannel.error', (ctx, error) => console.log(`logout token not heard: ${error.message}`));

provider.listen(setup.port, '127.0.0.1');
