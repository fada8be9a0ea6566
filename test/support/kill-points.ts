import type { When } from './cutting-proxy.js';

export interface KillPoint {
  readonly when: When;
  /** From 1. */
  readonly call: number;
  readonly name: string;
  readonly title: string;
}

const READS = /^(Describe|Get|Head|List)/;

/**
 * The points at which a session can end between calls to AWS: before each call, and after each call that changes something. After a call that
 * only reads, AWS and the tables are as before it, so this point needs no test of its own unless it is the last one.
 */
export function listKillPoints(calls: readonly string[]): readonly KillPoint[] {
  return calls.flatMap((name, index) => {
    const call = index + 1;
    const changes = !READS.test(name) || call === calls.length;
    const whens: readonly When[] = changes ? ['before', 'after'] : ['before'];
    return whens.map((when) => ({ when, call, name, title: `${when} call ${call}, ${name}` }));
  });
}
