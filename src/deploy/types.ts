import type { RenderedScript } from '../render/script.js';
import type { RenderedTable } from '../render/table.js';

/** Where to deploy: a schema in one or two readings, and the alias of the UDFs. The checked settings have this shape. */
export interface DeploymentTarget {
  readonly schema: { readonly candidates: readonly string[]; readonly whenNew: string };
  readonly languageAlias: string;
}

/** What this version of the extension consists of, rendered for one schema. */
export interface DesiredState {
  readonly schema: string;
  readonly scripts: readonly RenderedScript[];
  readonly tables: readonly RenderedTable[];
}

/** A script as EXA_ALL_SCRIPTS lists it. */
export interface InstalledScript {
  readonly name: string;
  readonly type: string;
  readonly language: string;
  readonly text: string;
}

interface InstalledColumn {
  readonly name: string;
  readonly type: string;
}

/** What the database said about a schema and about itself, read in one request. */
export interface InstalledState {
  /** The catalog name of the schema; undefined where there is none. */
  readonly schema: string | undefined;
  /** Owner of the schema. */
  readonly owner: string | undefined;
  /** Scripts of the schema whose names begin with SME_. */
  readonly scripts: readonly InstalledScript[];
  /** Columns of our tables in their order, by the table's name; those that are not there are not in it. */
  readonly tables: ReadonlyMap<string, readonly InstalledColumn[]>;
  readonly database: DatabaseFacts;
}

export interface DatabaseFacts {
  readonly version: string;
  readonly user: string;
  /** How many active nodes the cluster has. */
  readonly nodes: number;
  readonly scriptLanguages: string;
  /** The customer's SQL preprocessor, empty where there is none. */
  readonly preprocessor: string;
  /** System privileges of the user, also those that come through roles, and the roles as `ROLE DBA`. */
  readonly privileges: readonly string[];
}

/** What is done with one object. */
export type Action = 'create' | 'replace' | 'migrate' | 'keep' | 'drop';

export interface PlanStep {
  readonly action: Action;
  readonly kind: 'schema' | 'table' | 'script';
  readonly name: string;
  /** Why, in words. */
  readonly reason: string;
  readonly statements: readonly string[];
}

/** A script that is there and that this version does not know; it is told of and left alone. */
export interface ObsoleteScript {
  readonly name: string;
  readonly reason: string;
}

/** Computed changes; data that can be shown, tested and run. */
export interface DeploymentPlan {
  readonly schema: string;
  readonly steps: readonly PlanStep[];
  readonly obsolete: readonly ObsoleteScript[];
}
