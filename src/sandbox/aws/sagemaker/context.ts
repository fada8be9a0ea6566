import type { Behaviours } from '../../behaviours.js';
import type { Clock } from '../../clock.js';
import type { SandboxLog } from '../../log.js';
import type { ObjectStore } from '../s3/store.js';
import type { AwsQuotas, AwsTimings } from '../types.js';
import type { JobRecord } from './automl-job/record.js';
import type { BackgroundJobs } from './background-jobs.js';
import type { LoadedModels } from './endpoint/loaded-models.js';
import { validationException } from './errors.js';
import type { RegionState, SageMakerState } from './state.js';
import type { TransformRecord } from './transform/record.js';

/** The context of operations in all Regions. */
export interface SageMakerEnvironment {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: SandboxLog;
  readonly timings: AwsTimings;
  readonly quotas: AwsQuotas;
  /** See AwsControl. */
  readonly exhaustedInstanceTypes: ReadonlySet<string>;
  readonly behaviours: Behaviours;
  readonly accountId: string;
  readonly state: SageMakerState;
  readonly trainings: BackgroundJobs<JobRecord>;
  readonly transforms: BackgroundJobs<TransformRecord>;
  readonly models: LoadedModels;
}

export interface OperationContext extends SageMakerEnvironment {
  /** The Region that the request was signed for. */
  readonly region: RegionState;
}

/** `arn:aws:sagemaker:<region>:<account>:<type>/<name>`. In ARNs of endpoints, models and configurations, AWS converts the name to lower case. */
export const makeArn = ({ region, accountId }: OperationContext, type: string, name: string): string =>
  `arn:${partitionOf(region.region)}:sagemaker:${region.region}:${accountId}:${type}/${name}`;

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** Any well-formed role of the account is assumed to exist and to trust SageMaker. */
export function checkRole({ accountId }: OperationContext, roleArn: string): void {
  if (roleArn.split(':')[4] === accountId) return;
  throw validationException(
    `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`,
  );
}
