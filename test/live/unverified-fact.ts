/** An assumption about Exasol or AWS that could not be verified from documentation. */
export interface UnverifiedFact {
  readonly id: string;
  readonly fact: string;
  /** The source file that relies on the fact. */
  readonly file: string;
  /** The consequence if the fact is false. */
  readonly impact: string;
  /** True if the file works either way. A different result is then worth knowing, but not a failure. */
  readonly tolerated: boolean;
  readonly check: FactCheck;
}

export type FactCheck =
  /** probes.test.ts checks the fact by itself and reports what it observed. */
  | { readonly kind: 'probe' }
  /** A contract test fails if the fact is false. */
  | { readonly kind: 'test'; readonly file: string; readonly title: string }
  | { readonly kind: 'manual'; readonly steps: string };

export const probe: FactCheck = { kind: 'probe' };
export const trainTest = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/train.test.ts', title });
export const deployTest = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/deploy.test.ts', title });
/** Runs only with SME_LIVE_ENDPOINTS. */
export const modelPathTest = (title: string): FactCheck => ({
  kind: 'test',
  file: 'test/contract/model-path.test.ts',
  title,
});
export const manual = (steps: string): FactCheck => ({ kind: 'manual', steps });
