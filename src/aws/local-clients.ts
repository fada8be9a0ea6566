import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { AwsAccess, AwsConfig, AwsKeys, AwsService } from '../config/types.js';
import { type AwsTarget, makeS3Client, makeSageMakerClient } from './clients.js';
import { resolveLocalCredentials } from './local-credentials.js';

/** Clients with the AWS credentials of this machine, one per Region. Credentials are resolved when the first client is requested. */
export interface LocalAwsClients {
  /** @throws UserError E-SME-210 if there are no credentials */
  s3(region: string): Promise<S3Client>;
  /** @throws UserError E-SME-210 if there are no credentials */
  sageMaker(region: string): Promise<SageMakerClient>;
  close(): void;
}

/** @param signal aborts every call of the clients */
export function makeLocalAwsClients(access: AwsAccess, signal: AbortSignal): LocalAwsClients {
  const s3Clients = new Map<string, S3Client>();
  const sageMakerClients = new Map<string, SageMakerClient>();
  let keys: Promise<AwsKeys> | undefined;
  const makeTarget = async (region: string, service: AwsService): Promise<AwsTarget> => {
    keys ??= resolveLocalCredentials({ ...access, region }, signal);
    return toTarget({ ...access, region }, await keys, service);
  };
  return {
    s3: async (region) => {
      const target = await makeTarget(region, 's3');
      const client = s3Clients.get(region) ?? makeS3Client(target, signal, { followsBucket: true });
      s3Clients.set(region, client);
      return client;
    },
    sageMaker: async (region) => {
      const target = await makeTarget(region, 'sagemaker');
      const client = sageMakerClients.get(region) ?? makeSageMakerClient(target, signal);
      sageMakerClients.set(region, client);
      return client;
    },
    close: () => {
      for (const client of [...s3Clients.values(), ...sageMakerClients.values()]) {
        client.destroy();
      }
    },
  };
}

/** Reveals the secrets of AWS keys for a client of a service. */
export function toTarget(aws: AwsConfig, keys: AwsKeys, service: AwsService): AwsTarget {
  const { region, profile, endpointUrl } = aws;
  const url = aws.serviceEndpointUrls?.[service] ?? endpointUrl;
  return {
    region,
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey.reveal(),
    ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken.reveal() }),
    ...(profile === undefined ? {} : { profile }),
    ...(url === undefined ? {} : { endpointUrl: url }),
  };
}
