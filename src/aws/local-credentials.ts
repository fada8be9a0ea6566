import { S3Client } from '@aws-sdk/client-s3';
import type { AwsKeys } from '../config/types.js';
import { describeThrown, makeError, type UserError } from '../errors/user-error.js';
import { Secret } from '../secret.js';
import { disableSdkWarnings, makeRequestHandlerOptions } from './clients.js';
import { findSsoProfile } from './sso-profile.js';

/** Credentials to use as they are or, if undefined, the profile of the AWS CLI for the default provider chain. */
export interface CredentialsRequest {
  readonly region: string;
  readonly profile: string | undefined;
  readonly credentials: AwsKeys | undefined;
}

/**
 * Resolves the AWS credentials of this machine like the AWS CLI does: environment, profile, SSO, process, instance role. Every SDK client
 * contains that chain, so sme needs no separate package for it.
 *
 * @param signal ends the work; what it requested is closed
 * @throws UserError E-SME-210 if there are none, E-SME-460 if a proxy fails, E-SME-462 if a certificate is not trusted,
 * E-SME-463 if a role of a profile may not be assumed, E-SME-466 if SSO refuses
 */
export async function resolveLocalCredentials(
  { region, profile, credentials }: CredentialsRequest,
  signal: AbortSignal,
): Promise<AwsKeys> {
  if (credentials !== undefined) {
    return credentials;
  }
  disableSdkWarnings();
  let proxyFailure: UserError | undefined;
  const requestHandler = makeRequestHandlerOptions((failure) => {
    proxyFailure = failure;
  });
  const options = {
    region,
    requestHandler,
    // the providers of SSO and of roles make their own clients, which get their settings from here
    clientConfig: { requestHandler },
    ...(profile === undefined ? {} : { profile }),
  };
  const client = new S3Client(options);
  try {
    // SSO and STS may hang behind a proxy, and the providers take no signal
    const found = await rejectOnAbort(client.config.credentials(), signal);
    return {
      accessKeyId: found.accessKeyId,
      secretAccessKey: new Secret(found.secretAccessKey),
      sessionToken: found.sessionToken === undefined ? undefined : new Secret(found.sessionToken),
      expiresAt: found.expiration,
    };
  } catch (thrown) {
    signal.throwIfAborted();
    throw proxyFailure ?? (await toCredentialsError(thrown, profile));
  } finally {
    client.destroy();
    requestHandler.httpAgent.destroy();
    requestHandler.httpsAgent.destroy();
  }
}

function rejectOnAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function toCredentialsError(thrown: unknown, profile: string | undefined): Promise<UserError> {
  const reason = describeThrown(thrown);
  // the providers of the SDK pass on only the text of Node's error
  if (/self-signed certificate|unable to (get|verify)/.test(reason)) {
    return makeError('E-SME-462', { host: 'The service that issues your AWS credentials', reason });
  }
  if (/ForbiddenException/.test(reason)) {
    return makeError('E-SME-466.role', { reason });
  }
  if (/\bSSO\b|aws sso login|UnauthorizedException|Session token not found or invalid/i.test(reason)) {
    const used = profile ?? process.env['AWS_PROFILE'];
    const flag = used === undefined ? '' : ` --profile ${await findSsoProfile(used)}`;
    return makeError('E-SME-466.session', { reason, command: `aws sso login${flag}` });
  }
  return /sts:AssumeRole/.test(reason)
    ? makeError('E-SME-463.profile', { reason })
    : makeError('E-SME-210', { reason });
}
