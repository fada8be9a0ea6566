import { awsFacts, exportFacts, servingFacts } from './unverified-aws.js';
import { batchFacts } from './unverified-batch.js';
import { credentialFacts } from './unverified-credentials.js';
import { dataFacts } from './unverified-data.js';
import { deploymentFacts, scriptFacts } from './unverified-exasol.js';
import type { UnverifiedFact } from './unverified-fact.js';
import { updateFacts } from './unverified-updates.js';

/**
 * Facts about Exasol and AWS that the extension relies on, although no documentation, source code or log of a real system confirms them.
 * `npm run test:live -- --list` prints them; `npm run test:live` checks them on a real cluster.
 */
export const unverified: readonly UnverifiedFact[] = [
  ...scriptFacts,
  ...deploymentFacts,
  ...exportFacts,
  ...awsFacts,
  ...servingFacts,
  ...updateFacts,
  ...batchFacts,
  ...credentialFacts,
  ...dataFacts,
];
