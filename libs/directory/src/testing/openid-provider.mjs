/** A real OpenID Connect provider for specs: anybody may sign in with any login, which is also the e-mail's local part. */
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [, , redirectUri] = process.argv;
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'slipway',
        client_secret: 'a secret between the two of us',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['for specs only'] },
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => ({
        sub: login,
        name: login,
        email: `${login.replace(/^unverified-/, '')}@vendor.example`,
        email_verified: !login.startsWith('unverified-'),
      }),
    }),
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
