import type { AwsTimings } from '../../types.js';

/** Tracks which serverless endpoints are warm, and their number of concurrent calls. */
export class ServerlessWarmth {
  private readonly endpoints = new Map<string, { lastUsedAt: number; readyAt: number; inFlight: number }>();

  constructor(private readonly timings: AwsTimings) {}

  /**
   * Starts a call, or returns why it is rejected. Every started call must be ended with `leave`.
   *
   * @param arn the endpoint
   * @param servingSince an endpoint is warm when it starts to serve
   */
  enter(arn: string, servingSince: number, maxConcurrency: number, now: number): 'started' | 'cold' | 'busy' {
    const known = this.endpoints.get(arn) ?? { lastUsedAt: servingSince, readyAt: servingSince, inFlight: 0 };
    this.endpoints.set(arn, known);
    if (now - known.lastUsedAt > this.timings.serverlessIdle) known.readyAt = now + this.timings.serverlessColdStart;
    known.lastUsedAt = now;
    if (now < known.readyAt) return 'cold';
    if (known.inFlight >= maxConcurrency) return 'busy';
    known.inFlight += 1;
    return 'started';
  }

  leave(arn: string): void {
    const known = this.endpoints.get(arn);
    if (known) known.inFlight -= 1;
  }
}
