/** Requests of the model, endpoint configuration and endpoint operations, as in the service model (botocore 1.43.11). */
import { kmsKeyId, nextToken, resourceName, roleArn, s3Uri, sortOrder, tagList, vpcConfig } from './common.js';
import { instanceTypes } from './instance-types.js';
import { boolean, float, gap, integer, list, map, string, structure, timestamp } from './shape.js';

const modelName = string({ min: 0, max: 63, pattern: '[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?' });

const nameContains = string({ min: 0, max: 63, pattern: '[a-zA-Z0-9-]+' });

const containerDefinition = structure({
  ContainerHostname: resourceName,
  Image: string({ min: 0, max: 255, pattern: '[\\S]+' }),
  ImageConfig: gap,
  Mode: string({ enum: ['SingleModel', 'MultiModel'] }),
  ModelDataUrl: s3Uri,
  ModelDataSource: gap,
  AdditionalModelDataSources: gap,
  Environment: map(
    string({ min: 0, max: 1024, pattern: '[a-zA-Z_][a-zA-Z0-9_]*' }),
    string({ min: 0, max: 1024, pattern: '[\\S\\s]*' }),
    100,
  ),
  ModelPackageName: gap,
  InferenceSpecificationName: gap,
  MultiModelConfig: gap,
});

export const createModelInput = structure({
  'ModelName!': modelName,
  PrimaryContainer: containerDefinition,
  Containers: list(containerDefinition, { min: 0, max: 15 }),
  InferenceExecutionConfig: gap,
  ExecutionRoleArn: roleArn,
  Tags: tagList,
  VpcConfig: vpcConfig,
  EnableNetworkIsolation: boolean,
});

export const describeModelInput = structure({
  'ModelName!': modelName,
});

export const listModelsInput = structure({
  SortBy: string({ enum: ['Name', 'CreationTime'] }),
  SortOrder: sortOrder,
  NextToken: nextToken,
  MaxResults: integer(1, 100),
  NameContains: nameContains,
  CreationTimeBefore: timestamp,
  CreationTimeAfter: timestamp,
});

export const deleteModelInput = structure({
  'ModelName!': modelName,
});

const productionVariantServerlessConfig = structure({
  'MemorySizeInMB!': integer(1024, 6144),
  'MaxConcurrency!': integer(1, 200),
  ProvisionedConcurrency: integer(1, 200),
});

const productionVariant = structure({
  'VariantName!': resourceName,
  ModelName: modelName,
  InitialInstanceCount: integer(1),
  InstanceType: string({ enum: instanceTypes }),
  InstancePools: gap,
  VariantInstanceProvisionTimeoutInSeconds: gap,
  InitialVariantWeight: float(),
  AcceleratorType: gap,
  CoreDumpConfig: gap,
  ServerlessConfig: productionVariantServerlessConfig,
  VolumeSizeInGB: gap,
  ModelDataDownloadTimeoutInSeconds: gap,
  ContainerStartupHealthCheckTimeoutInSeconds: gap,
  EnableSSMAccess: gap,
  ManagedInstanceScaling: gap,
  RoutingConfig: gap,
  InferenceAmiVersion: gap,
  CapacityReservationConfig: gap,
});

export const createEndpointConfigInput = structure({
  'EndpointConfigName!': resourceName,
  'ProductionVariants!': list(productionVariant, { min: 1, max: 10 }),
  DataCaptureConfig: gap,
  Tags: tagList,
  KmsKeyId: kmsKeyId,
  AsyncInferenceConfig: gap,
  ExplainerConfig: gap,
  ShadowProductionVariants: gap,
  ExecutionRoleArn: roleArn,
  VpcConfig: vpcConfig,
  EnableNetworkIsolation: boolean,
  MetricsConfig: gap,
});

export const describeEndpointConfigInput = structure({
  'EndpointConfigName!': resourceName,
});

export const listEndpointConfigsInput = structure({
  SortBy: string({ enum: ['Name', 'CreationTime'] }),
  SortOrder: sortOrder,
  NextToken: nextToken,
  MaxResults: integer(1, 100),
  NameContains: nameContains,
  CreationTimeBefore: timestamp,
  CreationTimeAfter: timestamp,
});

export const deleteEndpointConfigInput = structure({
  'EndpointConfigName!': resourceName,
});

export const createEndpointInput = structure({
  'EndpointName!': resourceName,
  'EndpointConfigName!': resourceName,
  DeploymentConfig: gap,
  Tags: tagList,
});

export const describeEndpointInput = structure({
  'EndpointName!': resourceName,
});

export const listEndpointsInput = structure({
  SortBy: string({ enum: ['Name', 'CreationTime', 'Status'] }),
  SortOrder: sortOrder,
  NextToken: nextToken,
  MaxResults: integer(1, 100),
  NameContains: nameContains,
  CreationTimeBefore: timestamp,
  CreationTimeAfter: timestamp,
  LastModifiedTimeBefore: timestamp,
  LastModifiedTimeAfter: timestamp,
  StatusEquals: string({
    enum: [
      'OutOfService',
      'Creating',
      'Updating',
      'SystemUpdating',
      'RollingBack',
      'InService',
      'Deleting',
      'Failed',
      'UpdateRollbackFailed',
    ],
  }),
});

export const updateEndpointInput = structure({
  'EndpointName!': resourceName,
  'EndpointConfigName!': resourceName,
  RetainAllVariantProperties: gap,
  ExcludeRetainedVariantProperties: gap,
  DeploymentConfig: gap,
  RetainDeploymentConfig: gap,
});

export const deleteEndpointInput = structure({
  'EndpointName!': resourceName,
});
