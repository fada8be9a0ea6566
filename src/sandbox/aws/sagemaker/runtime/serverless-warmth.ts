import type { AwsTimings } from '../../types.js';

/** Which serverless endpoints are warm, and how many calls each has in flight. */
export class ServerlessWarmth {
  private readonly endpoints = new Map<string, { lastUsedAt: number; readyAt: number; inFlight: number }>();

  constructor(private readonly timings: AwsTimings) {}

  /**
   * Takes a call in, or says why not. Every call that is taken must be given back with `leave`.
   *
   * @param arn of the endpoint
   * @param servingSince an endpoint is warm when it begins to serve
   */
  enter(arn: string, servingSince: number, maxConcurrency: number, now: number): 'taken' | 'cold' | 'busy' {
    const known = this.endpoints.get(arn) ?? { lastUsedAt: servingSince, readyAt: servingSince, inFlight: 0 };
    this.endpoints.set(arn, known);
    if (now - known.lastUsedAt > this.timings.serverlessIdle) known.readyAt = now + this.timings.serverlessColdStart;
    known.lastUsedAt = now;
    if (now < known.readyAt) return 'cold';
    if (known.inFlight >= maxConcurrency) return 'busy';
    known.inFlight += 1;
    return 'taken';
  }

  leave(arn: string): void {
    const known = this.endpoints.get(arn);
    if (known) known.inFlight -= 1;
  }
}
