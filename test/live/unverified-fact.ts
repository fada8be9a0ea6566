/** A fact that our scripts rest on and that nobody could look up. */
export interface UnverifiedFact {
  readonly id: string;
  readonly fact: string;
  /** The file that rests on it. */
  readonly where: string;
  /** What breaks where it is otherwise. */
  readonly rests: string;
  /** True where the file is written so that it works either way: then another answer is news, not a failure. */
  readonly tolerated: boolean;
  readonly check: FactCheck;
}

export type FactCheck =
  /** probes.test.ts asks for it alone and says what it saw. */
  | { readonly kind: 'probe' }
  /** A suite cannot pass where it is otherwise. */
  | { readonly kind: 'test'; readonly file: string; readonly title: string }
  | { readonly kind: 'hand'; readonly how: string };

export const probe: FactCheck = { kind: 'probe' };
export const train = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/train.test.ts', title });
export const deploy = (title: string): FactCheck => ({ kind: 'test', file: 'test/contract/deploy.test.ts', title });
/** Runs with SME_LIVE_ENDPOINTS only. */
export const modelPath = (title: string): FactCheck => ({
  kind: 'test',
  file: 'test/contract/model-path.test.ts',
  title,
});
export const byHand = (how: string): FactCheck => ({ kind: 'hand', how });
