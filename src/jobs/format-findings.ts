import type { Severity } from '../scripts/findings.js';
import type { Finding } from './examine-data.js';
import { nameFlags } from './name-flags.js';

/** One line: `CHURNED: The target is NULL in 3 of 1200 rows. … Fill in the targets, …` */
export function describeFinding({ column, detail, suggestion }: Finding): string {
  return `${column === undefined ? '' : `${column}: `}${nameFlags(`${detail} ${suggestion}`)}`;
}

/** `2 warnings and 1 hint`; an empty text without findings. */
export function countFindings(findings: readonly Finding[], severities: readonly Severity[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  const [last = '', ...others] = counts.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
}
