import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TemporaryKeys } from '../../src/sandbox/aws/identities.js';

const accessToken = 'canary-sso-access-token';
const session = 'corp';

/** The portal of IAM Identity Center: GetRoleCredentials. */
export interface SsoServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param issue issues the keys of the role */
export async function startSsoServer(issue: () => TemporaryKeys): Promise<SsoServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://sso');
    const isAllowed =
      pathname === '/federation/credentials' &&
      searchParams.get('role_name') === 'DataScientist' &&
      request.headers['x-amz-sso_bearer_token'] === accessToken;
    if (!isAllowed) {
      response.writeHead(401, { 'x-amzn-errortype': 'UnauthorizedException', 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'Session token not found or invalid' }));
      return;
    }
    const { expiration, ...keys } = issue();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ roleCredentials: { ...keys, expiration: expiration.getTime() } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Writes the files of `aws configure sso` and `aws sso login` for the profile `dev`. */
export async function writeSsoProfile(home: string, expiresAt: Date): Promise<void> {
  const cache = join(home, '.aws', 'sso', 'cache');
  await mkdir(cache, { recursive: true });
  const settings = [
    '[profile dev]',
    `sso_session = ${session}`,
    'sso_account_id = 123456789012',
    'sso_role_name = DataScientist',
    'region = eu-central-1',
    `[sso-session ${session}]`,
    'sso_region = eu-central-1',
    'sso_start_url = https://corp.awsapps.com/start',
    '',
  ];
  await writeFile(join(home, '.aws', 'config'), settings.join('\n'));
  const name = createHash('sha1').update(session).digest('hex');
  const token = { accessToken, expiresAt: expiresAt.toISOString(), region: 'eu-central-1' };
  await writeFile(join(cache, `${name}.json`), JSON.stringify(token));
}
