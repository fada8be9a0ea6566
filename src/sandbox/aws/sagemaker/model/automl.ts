/** Requests of the AutoML and tag operations, as in the service model (botocore 1.43.11). The sandbox does not support members marked as `gap`. */
import {
  kmsKeyId,
  nextToken,
  resourceArn,
  resourceName,
  roleArn,
  s3Uri,
  sortOrder,
  tagKey,
  tagList,
  vpcConfig,
} from './common.js';
import { boolean, float, gap, integer, list, string, structure, timestamp } from './shape.js';

const autoMLJobName = string({ min: 1, max: 32, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}' });

const problemType = string({ enum: ['BinaryClassification', 'MulticlassClassification', 'Regression'] });

const mode = string({ enum: ['AUTO', 'ENSEMBLING', 'HYPERPARAMETER_TUNING'] });

const jobStatus = string({ enum: ['Completed', 'InProgress', 'Failed', 'Stopped', 'Stopping'] });

const autoMLS3DataSource = structure({
  'S3DataType!': string({ enum: ['ManifestFile', 'S3Prefix', 'AugmentedManifestFile'] }),
  'S3Uri!': s3Uri,
});

const autoMLDataSource = structure({
  'S3DataSource!': autoMLS3DataSource,
});

const autoMLChannel = structure({
  DataSource: autoMLDataSource,
  CompressionType: string({ enum: ['None', 'Gzip'] }),
  'TargetAttributeName!': string({ min: 1 }),
  ContentType: string({ min: 0, max: 256, pattern: '.*' }),
  ChannelType: string({ enum: ['training', 'validation'] }),
  SampleWeightAttributeName: string({ min: 1, max: 256, pattern: '[a-zA-Z0-9_-]+' }),
});

const autoMLOutputDataConfig = structure({
  KmsKeyId: kmsKeyId,
  'S3OutputPath!': s3Uri,
});

const autoMLJobObjective = structure({
  'MetricName!': string({
    enum: [
      'Accuracy',
      'MSE',
      'F1',
      'F1macro',
      'AUC',
      'RMSE',
      'BalancedAccuracy',
      'R2',
      'Recall',
      'RecallMacro',
      'Precision',
      'PrecisionMacro',
      'MAE',
      'MAPE',
      'MASE',
      'WAPE',
      'AverageWeightedQuantileLoss',
    ],
  }),
});

const autoMLJobCompletionCriteria = structure({
  MaxCandidates: integer(1, 750),
  MaxRuntimePerTrainingJobInSeconds: integer(1),
  MaxAutoMLJobRuntimeInSeconds: integer(1),
});

const autoMLSecurityConfig = structure({
  VolumeKmsKeyId: kmsKeyId,
  EnableInterContainerTrafficEncryption: boolean,
  VpcConfig: vpcConfig,
});

const autoMLAlgorithmConfig = structure({
  'AutoMLAlgorithms!': list(
    string({
      enum: [
        'xgboost',
        'linear-learner',
        'mlp',
        'lightgbm',
        'catboost',
        'randomforest',
        'extra-trees',
        'nn-torch',
        'fastai',
        'cnn-qr',
        'deepar',
        'prophet',
        'npts',
        'arima',
        'ets',
      ],
    }),
    { min: 0, max: 11 },
  ),
});

const autoMLCandidateGenerationConfig = structure({
  FeatureSpecificationS3Uri: s3Uri,
  AlgorithmsConfig: list(autoMLAlgorithmConfig, { min: 0, max: 1 }),
});

const autoMLDataSplitConfig = structure({
  ValidationFraction: float(),
});

const autoMLJobConfig = structure({
  CompletionCriteria: autoMLJobCompletionCriteria,
  SecurityConfig: autoMLSecurityConfig,
  CandidateGenerationConfig: autoMLCandidateGenerationConfig,
  DataSplitConfig: autoMLDataSplitConfig,
  Mode: mode,
});

const modelDeployConfig = structure({
  AutoGenerateEndpointName: boolean,
  EndpointName: resourceName,
});

export const createAutoMLJobRequest = structure({
  'AutoMLJobName!': autoMLJobName,
  'InputDataConfig!': list(autoMLChannel, { min: 1, max: 2 }),
  'OutputDataConfig!': autoMLOutputDataConfig,
  ProblemType: problemType,
  AutoMLJobObjective: autoMLJobObjective,
  AutoMLJobConfig: autoMLJobConfig,
  'RoleArn!': roleArn,
  GenerateCandidateDefinitionsOnly: boolean,
  Tags: tagList,
  ModelDeployConfig: modelDeployConfig,
});

const autoMLJobChannel = structure({
  ChannelType: string({ enum: ['training', 'validation'] }),
  ContentType: string({ min: 0, max: 256, pattern: '.*' }),
  CompressionType: string({ enum: ['None', 'Gzip'] }),
  DataSource: autoMLDataSource,
});

const candidateGenerationConfig = structure({
  AlgorithmsConfig: list(autoMLAlgorithmConfig, { min: 0, max: 1 }),
});

const tabularJobConfig = structure({
  CandidateGenerationConfig: candidateGenerationConfig,
  CompletionCriteria: autoMLJobCompletionCriteria,
  FeatureSpecificationS3Uri: s3Uri,
  Mode: mode,
  GenerateCandidateDefinitionsOnly: boolean,
  ProblemType: problemType,
  'TargetAttributeName!': string({ min: 1 }),
  SampleWeightAttributeName: string({ min: 1, max: 256, pattern: '[a-zA-Z0-9_-]+' }),
});

const autoMLProblemTypeConfig = structure({
  ImageClassificationJobConfig: gap,
  TextClassificationJobConfig: gap,
  TimeSeriesForecastingJobConfig: gap,
  TabularJobConfig: tabularJobConfig,
  TextGenerationJobConfig: gap,
});

export const createAutoMLJobV2Request = structure({
  'AutoMLJobName!': autoMLJobName,
  'AutoMLJobInputDataConfig!': list(autoMLJobChannel, { min: 1, max: 2 }),
  'OutputDataConfig!': autoMLOutputDataConfig,
  'AutoMLProblemTypeConfig!': autoMLProblemTypeConfig,
  'RoleArn!': roleArn,
  Tags: tagList,
  SecurityConfig: autoMLSecurityConfig,
  AutoMLJobObjective: autoMLJobObjective,
  ModelDeployConfig: modelDeployConfig,
  DataSplitConfig: autoMLDataSplitConfig,
  AutoMLComputeConfig: gap,
});

export const describeAutoMLJobRequest = structure({
  'AutoMLJobName!': autoMLJobName,
});

export const describeAutoMLJobV2Request = structure({
  'AutoMLJobName!': autoMLJobName,
});

export const listAutoMLJobsRequest = structure({
  CreationTimeAfter: timestamp,
  CreationTimeBefore: timestamp,
  LastModifiedTimeAfter: timestamp,
  LastModifiedTimeBefore: timestamp,
  NameContains: string({ min: 0, max: 63, pattern: '[a-zA-Z0-9\\-]+' }),
  StatusEquals: jobStatus,
  SortOrder: sortOrder,
  SortBy: string({ enum: ['Name', 'CreationTime', 'Status'] }),
  MaxResults: integer(1, 100),
  NextToken: nextToken,
});

export const listCandidatesForAutoMLJobRequest = structure({
  'AutoMLJobName!': autoMLJobName,
  StatusEquals: jobStatus,
  CandidateNameEquals: string({ min: 1, max: 64 }),
  SortOrder: sortOrder,
  SortBy: string({ enum: ['CreationTime', 'Status', 'FinalObjectiveMetricValue'] }),
  MaxResults: integer(1, 300),
  NextToken: nextToken,
});

export const stopAutoMLJobRequest = structure({
  'AutoMLJobName!': autoMLJobName,
});

export const addTagsInput = structure({
  'ResourceArn!': resourceArn,
  'Tags!': tagList,
});

export const listTagsInput = structure({
  'ResourceArn!': resourceArn,
  NextToken: nextToken,
  MaxResults: integer(50),
});

export const deleteTagsInput = structure({
  'ResourceArn!': resourceArn,
  'TagKeys!': list(tagKey, { min: 1, max: 50 }),
});
