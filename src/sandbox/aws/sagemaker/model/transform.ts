/** Requests of the batch transform operations, as in the service model (botocore 1.43.11). */
import { kmsKeyId, nextToken, s3Uri, sortOrder, tagList } from './common.js';
import { gap, integer, map, string, structure, timestamp } from './shape.js';
import { transformInstanceTypes } from './transform-instance-types.js';

const jobName = string({ min: 1, max: 63, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' });

const contentType = string({ min: 0, max: 256, pattern: '.*' });

const jsonPath = string({ min: 0, max: 63 });

const dataSource = structure({
  'S3DataSource!': structure({
    'S3DataType!': string({ enum: ['ManifestFile', 'S3Prefix', 'AugmentedManifestFile'] }),
    'S3Uri!': s3Uri,
  }),
});

export const createTransformJobRequest = structure({
  'TransformJobName!': jobName,
  'ModelName!': string({ min: 0, max: 63, pattern: '[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?' }),
  MaxConcurrentTransforms: integer(0),
  ModelClientConfig: structure({
    InvocationsTimeoutInSeconds: integer(1, 3600),
    InvocationsMaxRetries: integer(0, 3),
  }),
  MaxPayloadInMB: integer(0),
  BatchStrategy: string({ enum: ['MultiRecord', 'SingleRecord'] }),
  Environment: map(
    string({ min: 0, max: 1024, pattern: '[a-zA-Z_][a-zA-Z0-9_]{0,1023}' }),
    string({ min: 0, max: 10240, pattern: '[\\S\\s]*' }),
    16,
  ),
  'TransformInput!': structure({
    'DataSource!': dataSource,
    ContentType: contentType,
    CompressionType: string({ enum: ['None', 'Gzip'] }),
    SplitType: string({ enum: ['None', 'Line', 'RecordIO', 'TFRecord'] }),
  }),
  'TransformOutput!': structure({
    'S3OutputPath!': s3Uri,
    Accept: contentType,
    AssembleWith: string({ enum: ['None', 'Line'] }),
    KmsKeyId: kmsKeyId,
  }),
  DataCaptureConfig: gap,
  'TransformResources!': structure({
    'InstanceType!': string({ enum: transformInstanceTypes }),
    'InstanceCount!': integer(1),
    VolumeKmsKeyId: kmsKeyId,
    TransformAmiVersion: gap,
  }),
  DataProcessing: structure({
    InputFilter: jsonPath,
    OutputFilter: jsonPath,
    JoinSource: string({ enum: ['Input', 'None'] }),
  }),
  Tags: tagList,
  ExperimentConfig: gap,
});

export const describeTransformJobRequest = structure({ 'TransformJobName!': jobName });

export const stopTransformJobRequest = structure({ 'TransformJobName!': jobName });

export const listTransformJobsRequest = structure({
  CreationTimeAfter: timestamp,
  CreationTimeBefore: timestamp,
  LastModifiedTimeAfter: timestamp,
  LastModifiedTimeBefore: timestamp,
  NameContains: string({ min: 0, max: 63, pattern: '[a-zA-Z0-9\\-]+' }),
  StatusEquals: string({ enum: ['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped'] }),
  SortBy: string({ enum: ['Name', 'CreationTime', 'Status'] }),
  SortOrder: sortOrder,
  NextToken: nextToken,
  MaxResults: integer(1, 100),
});
