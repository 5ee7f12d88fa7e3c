// A single-page app that signs in by AWS Amplify, lets it forget everything here, and then posts a form to /logout.
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signInWithRedirect, signOut as forgetTokens } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { Hub } from 'aws-amplify/utils';

const settings = JSON.parse(document.getElementById('settings').textContent);

const pool = {
  userPoolId: settings.poolId,
  userPoolClientId: settings.clientId,
  ...settings.endpoint, // an AWS of one's own, such as the one of the tests; left out elsewhere
};
const oauth = {
  domain: settings.domain, // without scheme: Amplify speaks https alone
  scopes: settings.scope.split(' '),
  redirectSignIn: [`${settings.home}callback`],
  redirectSignOut: [`${settings.home}signed-out`],
  responseType: 'code',
};
Amplify.configure({ Auth: { Cognito: { ...pool, loginWith: { oauth } } } });

async function signOut() {
  const tokens = await cognitoUserPoolsTokenProvider.authTokenStore.loadTokens(); // null when nobody is signed in
  // Without `oauth` Amplify signs out here alone: with it, it would leave for Cognito's /logout, and end nothing else.
  Amplify.configure({ Auth: { Cognito: pool } });
  await forgetTokens();
  post(`${settings.logout}/logout`, {
    client_id: settings.clientId,
    post_logout_redirect_uri: `${settings.home}signed-out`,
    ...(tokens && { id_token_hint: tokens.idToken.toString(), refresh_token: tokens.refreshToken }),
  });
}

function post(action, fields) {
  const form = Object.assign(document.createElement('form'), { method: 'post', action });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
  document.body.append(form);
  form.submit();
}

function say(text) {
  document.getElementById('who').textContent = text;
}

const steps = {
  'sign-in': () => signInWithRedirect({ provider: { custom: settings.provider } }),
  callback: async () => say('Signing in.'), // Amplify reads the code by itself, and tells the Hub
  'signed-out': async () => say(`You are signed out of ${settings.name}.`),
  '': async () => {
    const { tokens } = await fetchAuthSession();
    say(tokens ? `Signed in as ${tokens.idToken.payload.name}.` : 'Nobody is signed in.');
  },
};

Hub.listen('auth', ({ payload }) => {
  if (payload.event === 'signInWithRedirect') location.replace(settings.home);
  if (payload.event === 'signInWithRedirect_failure') say(payload.data.error.message);
});
document.getElementById('sign-out').addEventListener('click', () => signOut().catch((error) => say(error.message)));
document.getElementById('alone').addEventListener('click', () => forgetTokens());
steps[location.pathname.split('/').pop()]().catch((error) => say(error.message));
