/**
 * The condition keys that policies use to require security options. Source: Service Authorization Reference, "Condition keys for Amazon
 * SageMaker". Unverified: a request without the member of a Boolean key has no such key, rather than `false`. Policies that
 * require the option in both cases have one statement with Null and one with Bool.
 */

/** Operation → condition key → path of the member in the request. */
const conditionKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateAutoMLJob: {
    'sagemaker:VpcSubnets': 'AutoMLJobConfig.SecurityConfig.VpcConfig.Subnets',
    'sagemaker:VpcSecurityGroupIds': 'AutoMLJobConfig.SecurityConfig.VpcConfig.SecurityGroupIds',
    'sagemaker:VolumeKmsKey': 'AutoMLJobConfig.SecurityConfig.VolumeKmsKeyId',
    'sagemaker:InterContainerTrafficEncryption': 'AutoMLJobConfig.SecurityConfig.EnableInterContainerTrafficEncryption',
    'sagemaker:OutputKmsKey': 'OutputDataConfig.KmsKeyId',
  },
  CreateAutoMLJobV2: {
    'sagemaker:VpcSubnets': 'SecurityConfig.VpcConfig.Subnets',
    'sagemaker:VpcSecurityGroupIds': 'SecurityConfig.VpcConfig.SecurityGroupIds',
    'sagemaker:VolumeKmsKey': 'SecurityConfig.VolumeKmsKeyId',
    'sagemaker:InterContainerTrafficEncryption': 'SecurityConfig.EnableInterContainerTrafficEncryption',
    'sagemaker:OutputKmsKey': 'OutputDataConfig.KmsKeyId',
  },
  CreateModel: {
    'sagemaker:VpcSubnets': 'VpcConfig.Subnets',
    'sagemaker:VpcSecurityGroupIds': 'VpcConfig.SecurityGroupIds',
    'sagemaker:NetworkIsolation': 'EnableNetworkIsolation',
  },
  CreateEndpointConfig: { 'sagemaker:VolumeKmsKey': 'KmsKeyId' },
  CreateTransformJob: {
    'sagemaker:VolumeKmsKey': 'TransformResources.VolumeKmsKeyId',
    'sagemaker:OutputKmsKey': 'TransformOutput.KmsKeyId',
  },
};

/** @param request before it is validated */
export function readConditions(operation: string, request: unknown): Readonly<Record<string, readonly string[]>> {
  const present: Record<string, readonly string[]> = {};
  for (const [key, path] of Object.entries(conditionKeys[operation] ?? {})) {
    const value = path.split('.').reduce(readMember, request);
    if (value !== undefined && value !== null) {
      present[key] = Array.isArray(value) ? value.map(String) : [String(value)];
    }
  }
  return present;
}

const readMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
