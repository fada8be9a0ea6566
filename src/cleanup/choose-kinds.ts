import { makeError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { type GarbageKind, garbageKinds } from './types.js';

/** Reads --only: `data,endpoints`; all kinds where nothing is given. @throws UserError E-SME-223 */
export function chooseKinds(only: string | undefined): ReadonlySet<GarbageKind> {
  if (only === undefined) {
    return new Set(garbageKinds);
  }
  const given = only.split(',').map((name) => name.trim().toLowerCase());
  return new Set(
    given.map((name) => {
      const kind = garbageKinds.find((known) => known === name);
      if (kind === undefined) {
        const suggestion = suggestNearest(name, garbageKinds);
        throw makeError('E-SME-223', { name, suggestion, known: garbageKinds.join(', ') });
      }
      return kind;
    }),
  );
}
