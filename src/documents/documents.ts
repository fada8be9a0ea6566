import type { z } from 'zod';
import { cleanup } from './cleanup.js';
import { connectionChange, connectionRefresh, connectionTest, diagnosis } from './connections.js';
import { deployment, deploymentStatus, removal, rendering } from './deployment.js';
import { endpointDeletion, endpointList, endpointRequest } from './endpoints.js';
import { evaluation } from './evaluation.js';
import { candidateList, dataCheck, jobList, jobProgress, jobStop, modelList, report, training } from './jobs.js';
import { batchEnd, batchList, batchStop, prediction } from './predictions.js';
import {
  demo,
  formerSandboxKeys,
  loadedTable,
  sandboxList,
  sandboxStatus,
  startedSandbox,
  stoppedSandboxes,
} from './sandbox.js';
import {
  completionScript,
  newProfile,
  profileContent,
  profileList,
  removedProfile,
  settingsList,
  versions,
} from './settings.js';

/**
 * The data of every document that a command prints with --json, by the name of the document: the command with dots. Commands import only
 * the types, so that zod is not loaded. Tests check everything that commands print against these schemas, and `npm run docs` publishes
 * them. Keys may be added within `/v1`, never renamed or removed.
 */
export const documents = {
  deploy: deployment,
  status: deploymentStatus,
  undeploy: removal,
  render: rendering,
  'data.check': dataCheck,
  train: training,
  watch: jobProgress,
  jobs: jobList,
  models: modelList,
  candidates: candidateList,
  report,
  stop: jobStop,
  predict: prediction,
  'batch.list': batchList,
  'batch.finish': batchEnd,
  'batch.stop': batchStop,
  evaluate: evaluation,
  'endpoint.create': endpointRequest,
  'endpoint.rollback': endpointRequest,
  'endpoint.list': endpointList,
  'endpoint.delete': endpointDeletion,
  sandbox: startedSandbox,
  'sandbox.list': sandboxList,
  'sandbox.status': sandboxStatus,
  'sandbox.stop': stoppedSandboxes,
  'sandbox.load': loadedTable,
  demo,
  'connection.create': connectionChange,
  'connection.test': connectionTest,
  'connection.refresh': connectionRefresh,
  doctor: diagnosis,
  cleanup,
  'config.show': settingsList,
  'profile.add': newProfile,
  'profile.list': profileList,
  'profile.show': profileContent,
  'profile.remove': removedProfile,
  completion: completionScript,
  version: versions,
} satisfies Readonly<Record<string, z.ZodType>>;

/** Keys that a document has beside those of every document: its data under the names and at the place of 0.1.0. */
export const formerKeys: Readonly<Partial<Record<DocumentName, Readonly<Record<string, z.ZodType>>>>> = {
  sandbox: formerSandboxKeys,
  demo: demo.shape,
};

/** Documents that print the same under another name: those of aliases of commands. */
export const documentAliases: Readonly<Record<string, DocumentName>> = { gc: 'cleanup' };

export type DocumentName = keyof typeof documents;

type DeepReadonly<Value> = Value extends object ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> } : Value;

/** The data of a document, such as `DocumentData<'jobs'>`. */
export type DocumentData<Name extends DocumentName> = DeepReadonly<z.infer<(typeof documents)[Name]>>;
