import { awsFacts, exportFacts, servingFacts } from './unverified-aws.js';
import { deploymentFacts, scriptFacts } from './unverified-exasol.js';
import type { UnverifiedFact } from './unverified-fact.js';

/**
 * What nobody could look up: facts about Exasol and AWS that our scripts rest on, but that no documentation, no source and no
 * log of a real system has shown us. `npm run test:live -- --list` prints them; `npm run test:live` asks a real cluster.
 */
export const unverified: readonly UnverifiedFact[] = [
  ...scriptFacts,
  ...deploymentFacts,
  ...exportFacts,
  ...awsFacts,
  ...servingFacts,
];
