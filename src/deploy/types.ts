import type { RenderedScript } from '../render/script.js';
import type { InstalledComments, RenderedTable } from '../render/table.js';
import type { UdfEnvironment } from '../render/udf-environment.js';

/** Where to deploy: possible names of the schema, and how the UDFs run. */
export interface DeploymentTarget {
  readonly schema: { readonly candidates: readonly string[]; readonly whenNew: string };
  /** Undefined to keep that of the installed scripts. */
  readonly languageAlias: string | undefined;
  /** Variables to set in the environment of the UDFs, and to remove from it if their value is empty. The others are kept. */
  readonly environmentChanges?: UdfEnvironment;
}

/** How the UDFs run. The installed scripts contain it, so a later deployment needs no options to keep it. */
export interface UdfSettings {
  readonly languageAlias: string;
  readonly environment: UdfEnvironment;
}

/** All objects of this version of the extension, rendered for one schema. */
export interface DesiredState {
  readonly schema: string;
  readonly scripts: readonly RenderedScript[];
  readonly tables: readonly RenderedTable[];
}

/** A script in EXA_ALL_SCRIPTS. */
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

/** The current state of a schema and the database, read in one request. */
export interface InstalledState {
  /** Exact name of the schema; undefined if it is missing. */
  readonly schema: string | undefined;
  /** Owner of the schema. */
  readonly owner: string | undefined;
  /** Scripts whose names start with SME_. */
  readonly scripts: readonly InstalledScript[];
  /** Columns of the existing tables of sme in order, by name of the table. */
  readonly tables: ReadonlyMap<string, readonly InstalledColumn[]>;
  /** Comments of the same tables, by name of the table. */
  readonly comments: ReadonlyMap<string, InstalledComments>;
  readonly database: DatabaseFacts;
}

export interface DatabaseFacts {
  readonly version: string;
  readonly user: string;
  /** Number of active nodes of the cluster. */
  readonly nodes: number;
  readonly scriptLanguages: string;
  /** The SQL preprocessor script of the session; empty if none is set. */
  readonly preprocessor: string;
  /** System privileges of the user, including those from roles, and the roles as `ROLE DBA`. */
  readonly privileges: readonly string[];
}

/** What a step does with its object. */
export type Action = 'create' | 'replace' | 'migrate' | 'keep' | 'drop';

export interface PlanStep {
  readonly action: Action;
  readonly kind: 'schema' | 'table' | 'script';
  readonly name: string;
  /** The reason for the action, for the user. */
  readonly reason: string;
  /**
   * What the step overwrites in a script that was edited by hand, as lines of a diff: `-` is installed, `+` replaces it. Secrets are
   * masked.
   */
  readonly edits?: readonly string[];
  readonly statements: readonly string[];
}

/** An installed script that is not part of this version. It is reported and kept. */
export interface ObsoleteScript {
  readonly name: string;
  readonly reason: string;
}

/** All changes to make, as data that can be printed, tested and run. */
export interface DeploymentPlan {
  readonly schema: string;
  readonly steps: readonly PlanStep[];
  readonly obsolete: readonly ObsoleteScript[];
}
