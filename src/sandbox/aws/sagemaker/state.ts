/** SageMaker's state by Region, stored as JSON in one file, which is written after each change and read at start. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateEndpointConfigInput, CreateModelInput, Tag } from '@aws-sdk/client-sagemaker';
import type { JobRecord } from './automl-job/record.js';
import type { TransformRecord } from './transform/record.js';

export interface ModelRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateModelInput;
}

export interface EndpointConfigRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly input: CreateEndpointConfigInput;
}

/**
 * The configuration and models that an endpoint serves after CreateEndpoint or UpdateEndpoint. These are copies, because AWS continues to serve
 * after the originals are deleted.
 */
export interface EndpointRevision {
  /** Time of CreateEndpoint or UpdateEndpoint. */
  readonly requestedAt: number;
  readonly configName: string;
  readonly config: CreateEndpointConfigInput;
  /** By name. */
  readonly models: Readonly<Record<string, CreateModelInput>>;
  /** The reason if the revision will fail. */
  readonly failureReason?: string;
}

/** The status is derived from this and the time, see endpoint/progress.ts. */
export interface EndpointRecord {
  /** As written at creation. Calls must use the same case, although names are unique ignoring case. */
  readonly name: string;
  readonly arn: string;
  /** Never empty; the first is that of the creation. */
  readonly revisions: EndpointRevision[];
  deletedAt?: number;
}

export interface RegionState {
  readonly region: string;
  /** Keys are names in lower case, because names are unique ignoring case. */
  readonly jobs: Map<string, JobRecord>;
  readonly models: Map<string, ModelRecord>;
  readonly endpointConfigs: Map<string, EndpointConfigRecord>;
  readonly endpoints: Map<string, EndpointRecord>;
  readonly transformJobs: Map<string, TransformRecord>;
  /** ARN → tags. */
  readonly tags: Map<string, Tag[]>;
}

const collections = ['jobs', 'models', 'endpointConfigs', 'endpoints', 'transformJobs', 'tags'] as const;

export class SageMakerState {
  private readonly regions = new Map<string, RegionState>();
  private writing: Promise<void> = Promise.resolve();
  private isWriteScheduled = false;

  private constructor(private readonly folder: string | undefined) {}

  /** @param folder where to store the state; undefined = in memory */
  static async open(folder: string | undefined): Promise<SageMakerState> {
    const state = new SageMakerState(folder);
    if (folder === undefined) return state;
    await mkdir(folder, { recursive: true });
    for (const saved of await loadRegions(fileIn(folder))) {
      const region = state.ofRegion(saved.region);
      for (const name of collections) {
        const target: Map<string, unknown> = region[name];
        // a state that an earlier version wrote has no transform jobs
        for (const [key, value] of saved[name] ?? []) target.set(key, value);
      }
    }
    return state;
  }

  ofRegion(region: string): RegionState {
    const existing = this.regions.get(region);
    if (existing) return existing;
    const created: RegionState = {
      region,
      jobs: new Map(),
      models: new Map(),
      endpointConfigs: new Map(),
      endpoints: new Map(),
      transformJobs: new Map(),
      tags: new Map(),
    };
    this.regions.set(region, created);
    return created;
  }

  all(): RegionState[] {
    return [...this.regions.values()];
  }

  /** Schedules a write; changes in quick succession are written together. */
  save(): void {
    const { folder } = this;
    if (this.isWriteScheduled || folder === undefined) return;
    this.isWriteScheduled = true;
    this.writing = this.writing.then(async () => {
      this.isWriteScheduled = false;
      await this.write(fileIn(folder));
    });
  }

  /** Resolves when all scheduled writes are on disk. */
  settle(): Promise<void> {
    return this.writing;
  }

  private async write(file: string): Promise<void> {
    const regions = this.all().map((region) => ({
      region: region.region,
      ...Object.fromEntries(collections.map((name) => [name, [...region[name]]])),
    }));
    await writeFile(`${file}.new`, JSON.stringify({ version: 1, regions }));
    await rename(`${file}.new`, file);
  }
}

const fileIn = (folder: string): string => join(folder, 'state.json');

async function loadRegions(file: string): Promise<SavedRegion[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const saved = JSON.parse(text) as { version: number; regions: SavedRegion[] };
  if (saved.version !== 1) throw new Error(`'${file}' was written by another version of the sandbox.`);
  return saved.regions;
}

type SavedRegion = { readonly region: string } & Readonly<Record<(typeof collections)[number], [string, unknown][]>>;
