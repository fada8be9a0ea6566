import { expect } from 'vitest';
import type { CommandRun } from './run-command.js';

interface ListedResource {
  readonly kind: string;
  readonly name: string;
  readonly why?: string;
  readonly reason?: string;
  readonly files?: number;
  readonly bytes?: number;
  readonly uploads?: number;
}

/** The data of `sme cleanup --json`, and the exit code. */
interface CleanupData {
  readonly exitCode: number;
  readonly found: readonly ListedResource[];
  readonly deleted: readonly ListedResource[];
  readonly failed: readonly ListedResource[];
  readonly kept: readonly ListedResource[];
  readonly not_looked_at: readonly { readonly what: string; readonly reason: string }[];
  readonly left_alone: readonly { readonly what: string; readonly reason: string }[];
}

/** Reads the document that `sme cleanup --json` prints, even on failure. */
export function readCleanupData({ stdout, stderr, exitCode }: CommandRun): CleanupData {
  const document = JSON.parse(stdout);
  expect(document, stderr).toMatchObject({ schema: 'sme.cleanup/v1', ok: exitCode === 0, data: expect.anything() });
  return { ...document.data, exitCode };
}

/** Returns the names in alphabetical order. */
export const listNames = (resources: readonly ListedResource[]) => resources.map(({ name }) => name).sort();
