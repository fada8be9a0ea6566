import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';

/** Which AWS account and Region to call, and where. */
export interface AwsTarget {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
  /** Instead of AWS's own endpoints: a stand-in, or a VPC endpoint. */
  readonly endpointUrl?: string;
}

/** @param options.followsBucket go to the Region that a bucket is in, where it is not the one of the target */
export function makeS3Client(
  target: AwsTarget,
  options: { readonly followsBucket?: boolean | undefined } = {},
): S3Client {
  return new S3Client({
    ...makeSettings(target),
    // A stand-in has one host name for all buckets.
    forcePathStyle: target.endpointUrl !== undefined,
    followRegionRedirects: options.followsBucket === true,
  });
}

export function makeSageMakerClient(target: AwsTarget): SageMakerClient {
  return new SageMakerClient(makeSettings(target));
}

/** The SDK warns on Node 20 about its own future versions; ours is pinned. */
export function quietenSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

function makeSettings(target: AwsTarget) {
  quietenSdk();
  const { region, accessKeyId, secretAccessKey, sessionToken, endpointUrl } = target;
  return {
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}
