import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TemporaryKeys } from '../../src/sandbox/aws/identities.js';

/** Secrets in the token cache of the AWS CLI. */
export const ssoSecrets = {
  accessToken: 'canary-sso-access-token',
  refreshToken: 'canary-sso-refresh-token',
  clientSecret: 'canary-sso-client-secret',
};

const role = 'DataScientist';
const startUrl = 'https://corp.awsapps.com/start';
const session = 'corp';

/** The two services of IAM Identity Center that the SDK calls: the portal (GetRoleCredentials) and OIDC (CreateToken). */
export interface SsoServer {
  readonly url: string;
  /** Makes the portal reject all access tokens, like an administrator who ends a session, and OIDC all refresh tokens. */
  endSessions(): void;
  stop(): Promise<void>;
}

/** @param issue issues the keys of the role */
export async function startSsoServer(issue: () => TemporaryKeys): Promise<SsoServer> {
  let isEnded = false;
  const getRoleCredentials = (request: IncomingMessage, query: URLSearchParams, response: ServerResponse) => {
    if (isEnded || request.headers['x-amz-sso_bearer_token'] !== ssoSecrets.accessToken) {
      refuse(response, 401, 'UnauthorizedException', { message: 'Session token not found or invalid' });
    } else if (query.get('role_name') !== role) {
      refuse(response, 403, 'ForbiddenException', { message: 'No access' });
    } else {
      const { expiration, ...keys } = issue();
      answer(response, { roleCredentials: { ...keys, expiration: expiration.getTime() } });
    }
  };
  const createToken = async (request: IncomingMessage, response: ServerResponse) => {
    const { refreshToken, clientSecret, grantType } = JSON.parse(await text(request));
    const isKnown = refreshToken === ssoSecrets.refreshToken && clientSecret === ssoSecrets.clientSecret;
    if (isEnded || !isKnown || grantType !== 'refresh_token') {
      const details = { error: 'invalid_grant', error_description: 'Invalid refresh token provided' };
      refuse(response, 400, 'InvalidGrantException', details);
    } else {
      const { accessToken } = ssoSecrets;
      answer(response, { accessToken, refreshToken, expiresIn: 28800, tokenType: 'Bearer' });
    }
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://sso');
    if (pathname === '/federation/credentials') {
      getRoleCredentials(request, searchParams, response);
    } else if (pathname === '/token') {
      void createToken(request, response);
    } else {
      refuse(response, 404, 'ResourceNotFoundException', { message: pathname });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    endSessions: () => {
      isEnded = true;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, type: string, body: object): void {
  response.writeHead(status, { 'x-amzn-errortype': type, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export interface SsoFilesOptions {
  /** When the access token expires. */
  readonly expiresAt: Date;
  /** Default: one that the server knows. */
  readonly refreshToken?: string;
  /** Names the start URL in the profile, without a section for the session, as `aws configure sso` did before 2022. */
  readonly isLegacy?: boolean;
  /** Default: a role that is assigned to the user. */
  readonly roleName?: string;
  /** Further lines of the configuration file. */
  readonly more?: readonly string[];
}

/** Writes the files of `aws configure sso` and `aws sso login` for the profile `dev`. */
export async function writeSsoFiles(home: string, options: SsoFilesOptions): Promise<void> {
  const { expiresAt, refreshToken = ssoSecrets.refreshToken, isLegacy = false, roleName = role, more = [] } = options;
  const cache = join(home, '.aws', 'sso', 'cache');
  await mkdir(cache, { recursive: true });
  const account = ['sso_account_id = 123456789012', `sso_role_name = ${roleName}`];
  const place = ['sso_region = eu-central-1', `sso_start_url = ${startUrl}`];
  const profile = isLegacy
    ? ['[profile dev]', ...account, ...place]
    : ['[profile dev]', `sso_session = ${session}`, ...account, `[sso-session ${session}]`, ...place];
  await writeFile(join(home, '.aws', 'config'), [...profile, ...more, ''].join('\n'));
  const name = createHash('sha1')
    .update(isLegacy ? startUrl : session)
    .digest('hex');
  const { accessToken, clientSecret } = ssoSecrets;
  const token = { startUrl, region: 'eu-central-1', accessToken, expiresAt: expiresAt.toISOString() };
  const registration = { clientId: 'aws-cli', clientSecret, registrationExpiresAt: '2099-01-01T00:00:00Z' };
  const content = isLegacy ? token : { ...token, ...registration, refreshToken };
  await writeFile(join(cache, `${name}.json`), JSON.stringify(content));
}
