import { makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { type ResourceKind, resourceKinds } from './types.js';

/** Reads --only, such as `data,endpoints`; all kinds without the flag. @throws UserError E-SME-223 */
export function chooseKinds(only: string | undefined): ReadonlySet<ResourceKind> {
  if (only === undefined) {
    return new Set(resourceKinds);
  }
  const kindNames = only.split(',').map((name) => name.trim().toLowerCase());
  return new Set(
    kindNames.map((name) => {
      const kind = resourceKinds.find((known) => known === name);
      if (kind === undefined) {
        const suggestion = suggestNearest(name, resourceKinds);
        throw makeError('E-SME-223', { name, suggestion, known: resourceKinds.join(', ') });
      }
      return kind;
    }),
  );
}
