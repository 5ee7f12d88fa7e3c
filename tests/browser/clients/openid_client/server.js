// A web app on Node that leaves the protocol to openid-client, and keeps its tokens in cookies of its own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import * as client from 'openid-client';

const setup = JSON.parse(readFileSync(process.env.CLIENT_SETUP, 'utf8'));

// With the whole URL: openid-client then asks for no other issuer than the one that stands in the document.
const configuration = await client.discovery(
  new URL(`${setup.logout}/.well-known/openid-configuration`),
  setup.clientId,
  undefined,
  client.ClientSecretBasic(setup.secret), // the one way that Cognito's revocation endpoint takes a secret
  { execute: setup.withoutTls ? [client.allowInsecureRequests] : [] },
);

async function signOut(request, response) {
  const { id_token, refresh_token, ...others } = kept(request);
  // A failure shall keep nobody signed in.
  await client.tokenRevocation(configuration, refresh_token).catch(console.warn);
  const state = client.randomState();
  forget(response, ['id_token', 'refresh_token', ...Object.keys(others)]);
  keep(response, { signing_out: state });
  go(response, client.buildEndSessionUrl(configuration, {
    ...(id_token && { id_token_hint: id_token }),
    post_logout_redirect_uri: `${setup.home}signed-out`,
    state,
  }));
}

function signedOut(request, response) {
  const expected = kept(request).signing_out;
  forget(response, ['signing_out']);
  const came = new URL(request.url, setup.home).searchParams.get('state');
  if (!expected || came !== expected) return page(response, 'This sign-out was not started here.');
  return page(response, `You are signed out of ${setup.name}.`);
}

async function signIn(request, response) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  keep(response, { verifier, state });
  go(response, client.buildAuthorizationUrl(configuration, {
    redirect_uri: `${setup.home}callback`,
    scope: setup.scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    identity_provider: setup.provider,
  }));
}

async function callback(request, response) {
  const { verifier, state } = kept(request);
  const tokens = await client.authorizationCodeGrant(configuration, new URL(request.url, setup.home), {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  forget(response, ['verifier', 'state']);
  const { id_token, access_token, refresh_token } = tokens;
  keep(response, { id_token, access_token, refresh_token, person: encodeURIComponent(tokens.claims().name) });
  go(response, setup.home);
}

function front(request, response) {
  const { person } = kept(request);
  page(response, person ? `Signed in as ${decodeURIComponent(person)}.` : 'Nobody is signed in.');
}

// Cookies, redirects and pages: what a framework does elsewhere.
const path = new URL(setup.home).pathname;

function kept(request) {
  return Object.fromEntries((request.headers.cookie ?? '').split('; ').map((one) => one.split(/=(.*)/s)));
}

function keep(response, values, more = '') {
  for (const [name, value] of Object.entries(values)) {
    response.appendHeader('Set-Cookie', `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax${more}`);
  }
}

function forget(response, names) {
  keep(response, Object.fromEntries(names.map((name) => [name, ''])), '; Max-Age=0');
}

function go(response, location) {
  response.writeHead(303, { Location: location.toString() }).end();
}

function page(response, text) {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><title>${setup.name}</title><link rel="icon" href="data:,">
    <h1>${setup.name}</h1><p>${text}</p><p><a href="sign-in">Sign in</a></p>
    <form method="post" action="sign-out"><button>Sign out</button></form>`);
}

const routes = {
  'GET ': front,
  'GET sign-in': signIn,
  'GET callback': callback,
  'POST sign-out': signOut,
  'GET signed-out': signedOut,
};

createServer(async (request, response) => {
  const place = new URL(request.url, setup.home).pathname.slice(path.length);
  try {
    await routes[`${request.method} ${place}`](request, response);
  } catch (error) {
    response.statusCode = 500;
    page(response, error.message);
  }
}).listen(setup.port, '127.0.0.1');
