import { expect } from 'vitest';
import type { CommandRun } from './run-command.js';

interface Listed {
  readonly kind: string;
  readonly name: string;
  readonly why?: string;
  readonly reason?: string;
  readonly files?: number;
  readonly bytes?: number;
  readonly uploads?: number;
}

/** What `sme gc --json` tells. */
interface GarbageData {
  readonly exitCode: number;
  readonly found: readonly Listed[];
  readonly deleted: readonly Listed[];
  readonly failed: readonly Listed[];
  readonly kept: readonly Listed[];
  readonly not_looked_at: readonly { readonly what: string; readonly reason: string }[];
  readonly left_alone: readonly { readonly what: string; readonly reason: string }[];
}

/** The data of the only document that `sme gc --json` has printed, also where it failed. */
export function readGarbage({ stdout, stderr, exitCode }: CommandRun): GarbageData {
  const document = JSON.parse(stdout);
  expect(document, stderr).toMatchObject({ schema: 'sme.gc/v1', ok: exitCode === 0, data: expect.anything() });
  return { ...document.data, exitCode };
}

export const listNames = (listed: readonly Listed[]) => listed.map(({ name }) => name).sort();
