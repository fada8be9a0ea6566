import type { S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { AwsAccess, AwsKeys } from '../config/types.js';
import { type AwsTarget, makeS3Client, makeSageMakerClient } from './clients.js';
import { findOwnCredentials } from './own-credentials.js';

/** Clients with the user's own keys, one a Region. Keys are looked for when the first client is asked for. */
export interface OwnClients {
  /** @throws UserError E-SME-210 where there are no keys */
  s3(region: string): Promise<S3Client>;
  /** @throws UserError E-SME-210 where there are no keys */
  sageMaker(region: string): Promise<SageMakerClient>;
  close(): void;
}

/** @param signal aborts every call of the clients */
export function makeOwnClients({ profile, credentials, endpointUrl }: AwsAccess, signal: AbortSignal): OwnClients {
  const s3Clients = new Map<string, S3Client>();
  const sageMakerClients = new Map<string, SageMakerClient>();
  let keys: Promise<AwsKeys> | undefined;
  const describeTarget = async (region: string): Promise<AwsTarget> => {
    keys ??= findOwnCredentials({ region, profile, credentials });
    const { accessKeyId, secretAccessKey, sessionToken } = await keys;
    return {
      region,
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
    };
  };
  return {
    s3: async (region) => {
      const target = await describeTarget(region);
      const client = s3Clients.get(region) ?? makeS3Client(target, signal, { followsBucket: true });
      s3Clients.set(region, client);
      return client;
    },
    sageMaker: async (region) => {
      const target = await describeTarget(region);
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
