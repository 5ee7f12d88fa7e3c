// A single-page app that leaves sign-in and sign-out to oidc-client-ts.
import { UserManager } from 'oidc-client-ts';

const settings = JSON.parse(document.getElementById('settings').textContent);

const manager = new UserManager({
  authority: settings.issuer, // the pool's: https://cognito-idp.<Region>.amazonaws.com/<pool>
  metadataUrl: `${settings.logout}/.well-known/openid-configuration`,
  client_id: settings.clientId,
  redirect_uri: `${settings.home}callback`,
  post_logout_redirect_uri: `${settings.home}signed-out`,
  scope: settings.scope,
});

async function signOut() {
  // Cognito revokes refresh tokens alone, the access tokens with them. A failure shall keep nobody signed in.
  await manager.revokeTokens(['refresh_token']).catch(console.warn);
  await manager.signoutRedirect({ state: { leftAt: new Date().toISOString() } });
}

async function cameBack() {
  const { userState } = await manager.signoutRedirectCallback(); // throws where `state` is not the one that was sent
  return userState.leftAt;
}

function say(text) {
  document.getElementById('who').textContent = text;
}

const steps = {
  'sign-in': () => manager.signinRedirect({ extraQueryParams: { identity_provider: settings.provider } }),
  callback: async () => {
    await manager.signinRedirectCallback();
    location.replace(settings.home);
  },
  'signed-out': async () => say(`You are signed out of ${settings.name}, which you left at ${await cameBack()}.`),
  '': async () => {
    const user = await manager.getUser();
    say(user ? `Signed in as ${user.profile.name}.` : 'Nobody is signed in.');
  },
};

async function alone() {
  await new UserManager({ ...manager.settings, revokeTokensOnSignout: true }).signoutRedirect();
}

document.getElementById('sign-out').addEventListener('click', () => signOut().catch((error) => say(error.message)));
document.getElementById('alone').addEventListener('click', () => alone().catch((error) => say(error.message)));
steps[location.pathname.split('/').pop()]().catch((error) => say(error.message));
