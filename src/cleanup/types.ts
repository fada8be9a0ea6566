/** Kinds of resources as --only names them. */
export const resourceKinds = ['data', 'endpoints', 'models', 'batches'] as const;

export type ResourceKind = (typeof resourceKinds)[number];

/** Why training data is no longer used. */
export type DataCause =
  /** Its job has ended. */
  | 'ended'
  /** The job table has the job, but AWS does not: the session died before it created the job, or AWS refused. */
  | 'missing'
  /** The row says that a run is exporting or starting, but its session is gone and AWS does not have the job. */
  | 'unfinished'
  /** Neither the table nor AWS has the job: the session died while it exported. */
  | 'leftover';

/** The files of one export and its pending uploads. */
export interface UnusedData {
  readonly kind: 'data';
  readonly job: string;
  readonly cause: DataCause;
  /** The final status of the job; undefined if it is unknown. */
  readonly status: string | undefined;
  /** Token of the run whose row is deleted with the files; undefined if no row is deleted. */
  readonly runToken: string | undefined;
  readonly bucket: string;
  /** Ends with `/train/`. */
  readonly prefix: string;
  readonly region: string;
  /** The connection for reading the status of the job. */
  readonly connection: string;
  readonly files: number;
  readonly bytes: number;
  readonly uploads: number;
  /** When the newest file or upload was written, in milliseconds since 1970. */
  readonly newestAt: number;
}

/** An endpoint whose time to live has passed. */
export interface ExpiredEndpoint {
  readonly kind: 'endpoint';
  readonly name: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly expiredAt: number;
  /** `ml.m5.large × 2`; undefined if it is serverless or unknown. */
  readonly instances: string | undefined;
  /** Undefined if AWS could not be queried. */
  readonly arn: string | undefined;
  /** Whether the endpoint table contains it. If so, its row and prediction function are deleted, too; if not, only its tags identify it. */
  readonly isInTable: boolean;
}

/** A row of the endpoint table whose endpoint does not exist in AWS, because creating or deleting it was interrupted. */
export interface OrphanedEndpointRow {
  readonly kind: 'endpoint-row';
  readonly name: string;
  readonly region: string;
  /** The connection for reading the status of the endpoint. */
  readonly connection: string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/** A model or an endpoint configuration that no endpoint uses. */
export interface UnusedHostingResource {
  readonly kind: 'endpoint-config' | 'model';
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Files, staging table and model of a batch prediction that was interrupted or has failed. */
export interface UnusedBatch {
  readonly kind: 'batch';
  readonly name: string;
  readonly region: string;
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export type UnusedResource = UnusedBatch | UnusedData | ExpiredEndpoint | OrphanedEndpointRow | UnusedHostingResource;

/** Something that could not be checked or that is skipped, and why. */
export interface Note {
  readonly what: string;
  readonly reason: string;
}

/** The result of a search. */
export interface Findings<Resource extends UnusedResource = UnusedResource> {
  readonly unused: readonly Resource[];
  /** What could not be checked; it may contain more unused resources. */
  readonly inaccessible: readonly Note[];
  /** What looks unused but is left for the user to decide. */
  readonly skipped: readonly Note[];
}

/** Everything that was found, before anything is deleted. */
export interface CleanupPlan extends Findings {
  /** When the search started, in milliseconds since 1970. */
  readonly madeAt: number;
}

/** Why a resource of the plan was not deleted; undefined if it was. */
export type SkipReason = string | undefined;

/** The outcome for one resource of a plan. */
export interface Deletion {
  readonly resource: UnusedResource;
  /** `kept`: the resource is in use again. */
  readonly outcome: 'deleted' | 'kept' | 'failed';
  readonly reason: SkipReason;
  /** Deleted files of training data. */
  readonly files: number;
  readonly bytes: number;
}

/** Collects findings. */
export class FindingsCollector<Resource extends UnusedResource = UnusedResource> implements Findings<Resource> {
  readonly unused: Resource[] = [];
  readonly inaccessible: Note[] = [];
  readonly skipped: Note[] = [];

  add({ unused, inaccessible, skipped }: Findings<Resource>): void {
    this.unused.push(...unused);
    this.inaccessible.push(...inaccessible);
    this.skipped.push(...skipped);
  }
}
