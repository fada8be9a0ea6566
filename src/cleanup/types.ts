/** Kinds of what is cleared away, as --only names them. */
export const garbageKinds = ['data', 'endpoints', 'models'] as const;

export type GarbageKind = (typeof garbageKinds)[number];

/** Why training data is of no use any more. */
export type DataCause =
  /** Its job has ended. */
  | 'ended'
  /** Its row is in the job table, and AWS has no such job: its session died, or AWS refused. */
  | 'missing'
  /** Its row says that it was exporting or starting, its session is gone, and AWS has no such job. */
  | 'unfinished'
  /** There is neither row nor job: its session died while it exported. */
  | 'leftover';

/** Files of one export, and uploads of files that never ended. */
export interface DataGarbage {
  readonly kind: 'data';
  readonly job: string;
  readonly cause: DataCause;
  /** In which the job ended, where it is known. */
  readonly status: string | undefined;
  /** Of the run whose row goes with the files; undefined where no row goes. */
  readonly runToken: string | undefined;
  readonly bucket: string;
  /** Ends with `/train/`. */
  readonly prefix: string;
  readonly region: string;
  /** For questions about the job. */
  readonly connection: string;
  readonly files: number;
  readonly bytes: number;
  readonly uploads: number;
  /** When the newest of it was written, in milliseconds since 1970. */
  readonly newestAt: number;
}

/** An endpoint that is past its time to live. */
export interface EndpointGarbage {
  readonly kind: 'endpoint';
  readonly name: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly expiredAt: number;
  /** `ml.m5.large × 2`, where it is known. */
  readonly instances: string | undefined;
  /** Undefined where AWS could not be asked. */
  readonly arn: string | undefined;
  /** Whether the endpoint table has it: then it goes with row and function; else only AWS knows it, by our tags. */
  readonly isInTable: boolean;
}

/** A row of the endpoint table whose endpoint AWS does not have: creating or deleting it ended halfway. */
export interface LeftoverRow {
  readonly kind: 'endpoint-row';
  readonly name: string;
  readonly region: string;
  /** For questions about the endpoint. */
  readonly connection: string;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

/** A model or an endpoint configuration that no endpoint uses. */
export interface HostingGarbage {
  readonly kind: 'endpoint-config' | 'model';
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type Garbage = DataGarbage | EndpointGarbage | LeftoverRow | HostingGarbage;

/** Something that could not be looked at, or that is left alone, and why. */
export interface Remark {
  readonly what: string;
  readonly reason: string;
}

/** What was found, before anything is deleted. */
export interface GarbagePlan {
  /** When it was looked for, in milliseconds since 1970. */
  readonly madeAt: number;
  readonly garbage: readonly Garbage[];
  /** The list is not complete: these could not be looked at. */
  readonly unseen: readonly Remark[];
  /** What looks like garbage and is left to people. */
  readonly leftAlone: readonly Remark[];
}

/** What became of one piece of garbage. */
export interface Removal {
  readonly garbage: Garbage;
  /** `kept`: it is garbage no more. */
  readonly outcome: 'deleted' | 'kept' | 'failed';
  /** Why it was kept or not deleted; undefined where it was deleted. */
  readonly reason: string | undefined;
  /** Files that were deleted, of training data. */
  readonly files: number;
  readonly bytes: number;
}
