/**
 * Converts both versions of the create call to training settings, and checks rules that are not in the service model.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAutoMLJob.html and …API_CreateAutoMLJobV2.html
 */
import type {
  AutoMLJobChannel,
  CreateAutoMLJobRequest,
  CreateAutoMLJobV2Request,
  ModelDeployConfig,
} from '@aws-sdk/client-sagemaker';
import { objectives } from '../../../automl/objectives.js';
import type { ProblemType } from '../../../automl/types.js';
import { sandboxGap, validationException } from '../errors.js';
import type { JobSettings } from './record.js';

/** @throws SageMakerError ValidationException for an invalid setting or a gap of the sandbox */
export function readV1Settings(input: CreateAutoMLJobRequest): JobSettings {
  const channels = input.InputDataConfig ?? [];
  const training = channels.find(({ ChannelType }) => ChannelType !== 'validation');
  const config = input.AutoMLJobConfig;
  if (new Set(channels.map(({ TargetAttributeName }) => TargetAttributeName)).size > 1) {
    throw validationException('TargetAttributeName must be the same in all channels.');
  }
  return readSettings({
    channels,
    target: training?.TargetAttributeName,
    sampleWeightColumn: training?.SampleWeightAttributeName,
    problemType: input.ProblemType,
    objective: input.AutoMLJobObjective?.MetricName,
    mode: config?.Mode,
    completion: config?.CompletionCriteria,
    validationFraction: config?.DataSplitConfig?.ValidationFraction,
    featureSpecification: config?.CandidateGenerationConfig?.FeatureSpecificationS3Uri,
    algorithms: config?.CandidateGenerationConfig?.AlgorithmsConfig,
    deploy: input.ModelDeployConfig,
    definitionsOnly: input.GenerateCandidateDefinitionsOnly,
    outputPath: input.OutputDataConfig?.S3OutputPath,
    roleArn: input.RoleArn,
  });
}

/** @throws SageMakerError ValidationException for an invalid setting or a gap of the sandbox */
export function readV2Settings(input: CreateAutoMLJobV2Request): JobSettings {
  const tabular = input.AutoMLProblemTypeConfig?.TabularJobConfig;
  if (!tabular) throw validationException('AutoMLProblemTypeConfig must have exactly one member.');
  return readSettings({
    channels: input.AutoMLJobInputDataConfig ?? [],
    target: tabular.TargetAttributeName,
    sampleWeightColumn: tabular.SampleWeightAttributeName,
    problemType: tabular.ProblemType,
    objective: input.AutoMLJobObjective?.MetricName,
    mode: tabular.Mode,
    completion: tabular.CompletionCriteria,
    validationFraction: input.DataSplitConfig?.ValidationFraction,
    featureSpecification: tabular.FeatureSpecificationS3Uri,
    algorithms: tabular.CandidateGenerationConfig?.AlgorithmsConfig,
    deploy: input.ModelDeployConfig,
    definitionsOnly: tabular.GenerateCandidateDefinitionsOnly,
    outputPath: input.OutputDataConfig?.S3OutputPath,
    roleArn: input.RoleArn,
  });
}

interface CommonInput {
  readonly channels: readonly AutoMLJobChannel[];
  readonly target: string | undefined;
  readonly sampleWeightColumn: string | undefined;
  readonly problemType: ProblemType | undefined;
  readonly objective: string | undefined;
  readonly mode: JobSettings['mode'] | undefined;
  readonly completion:
    | { readonly MaxCandidates?: number | undefined; readonly MaxAutoMLJobRuntimeInSeconds?: number | undefined }
    | undefined;
  readonly validationFraction: number | undefined;
  readonly featureSpecification: string | undefined;
  readonly algorithms: readonly unknown[] | undefined;
  readonly deploy: ModelDeployConfig | undefined;
  readonly definitionsOnly: boolean | undefined;
  readonly outputPath: string | undefined;
  readonly roleArn: string | undefined;
}

function readSettings(input: CommonInput): JobSettings {
  checkObjective(input.problemType, input.objective);
  checkDeployment(input.deploy);
  const mode = input.mode ?? 'AUTO';
  if (input.sampleWeightColumn !== undefined && mode !== 'ENSEMBLING') {
    throw validationException('SampleWeightAttributeName is supported in ENSEMBLING training mode only.');
  }
  if (input.algorithms !== undefined && mode === 'AUTO') {
    throw validationException('AlgorithmsConfig must not be provided when Mode is AUTO.');
  }
  const fraction = input.validationFraction;
  if (fraction !== undefined && !(fraction > 0 && fraction < 1)) {
    throw validationException('ValidationFraction must be greater than 0 and less than 1.');
  }
  const training = readChannels(input.channels, fraction);
  if (input.featureSpecification !== undefined) throw sandboxGap('the parameter FeatureSpecificationS3Uri');
  if (input.algorithms !== undefined) throw sandboxGap('the parameter AlgorithmsConfig');
  const source = training.DataSource?.S3DataSource;
  return {
    trainingUri: source?.S3Uri ?? '',
    dataType: source?.S3DataType === 'ManifestFile' ? 'ManifestFile' : 'S3Prefix',
    compression: training.CompressionType ?? 'None',
    outputPath: input.outputPath ?? '',
    target: input.target ?? '',
    sampleWeightColumn: input.sampleWeightColumn,
    problemType: input.problemType,
    objective: input.objective,
    mode,
    maxCandidates: input.completion?.MaxCandidates,
    maxJobRuntime: input.completion?.MaxAutoMLJobRuntimeInSeconds,
    validationFraction: fraction ?? 0.2,
    definitionsOnly: input.definitionsOnly ?? false,
    roleArn: input.roleArn ?? '',
  };
}

/** Problem type and metric must be set together: documented for V2, and checked by AWS's SDK for V1. */
function checkObjective(problemType: ProblemType | undefined, objective: string | undefined): void {
  if ((problemType === undefined) !== (objective === undefined)) {
    throw validationException('AutoMLJobObjective and ProblemType must be both provided or none of them.');
  }
  if (problemType === undefined || objective === undefined) return;
  const allowed = objectives[problemType];
  if (!allowed.includes(objective)) {
    throw validationException(
      `Objective metric ${objective} is not supported for problem type ${problemType}. Supported metrics: [${allowed.join(', ')}].`,
    );
  }
}

function checkDeployment(deploy: ModelDeployConfig | undefined): void {
  if (!deploy) return;
  if (deploy.AutoGenerateEndpointName === true && deploy.EndpointName !== undefined) {
    throw validationException('EndpointName must not be specified when AutoGenerateEndpointName is set to True.');
  }
  if (deploy.AutoGenerateEndpointName !== true && deploy.EndpointName === undefined) {
    throw validationException('EndpointName must be specified when AutoGenerateEndpointName is set to False.');
  }
  throw sandboxGap('the parameter ModelDeployConfig (deploying when the training ends)');
}

function readChannels(channels: readonly AutoMLJobChannel[], fraction: number | undefined): AutoMLJobChannel {
  const validation = channels.filter(({ ChannelType }) => ChannelType === 'validation');
  const training = channels.filter(({ ChannelType }) => ChannelType !== 'validation');
  if (training[0] === undefined || training.length > 1 || validation.length > 1) {
    throw validationException(
      'InputDataConfig must have exactly one training channel and at most one validation channel.',
    );
  }
  if (validation.length > 0 && fraction !== undefined) {
    throw validationException('DataSplitConfig must not be provided together with a validation channel.');
  }
  if (validation.length > 0) throw sandboxGap('a validation channel');
  const contentType = training[0].ContentType ?? 'text/csv;header=present';
  if (contentType.replaceAll(' ', '').toLowerCase() !== 'text/csv;header=present') {
    throw sandboxGap(`the content type '${contentType}'`);
  }
  if (training[0].DataSource === undefined)
    throw validationException('DataSource must be provided for the training channel.');
  if (training[0].DataSource.S3DataSource?.S3DataType === 'AugmentedManifestFile') {
    throw validationException('S3DataType AugmentedManifestFile is not supported for tabular data.');
  }
  return training[0];
}
