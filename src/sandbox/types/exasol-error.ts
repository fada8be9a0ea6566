/**
 * An error as an Exasol client sees it. `text` does not contain ` (Session: …)`; the session appends that once, when it responds to the client.
 * `transactionLost` means that the whole transaction was rolled back, not only the statement (collisions, runtime errors in DML).
 */
export class ExasolError extends Error {
  constructor(
    readonly sqlCode: string,
    readonly text: string,
    readonly transactionLost = false,
  ) {
    super(text);
    this.name = 'ExasolError';
  }
}

/** The error of everything that Exasol has and the sandbox does not: nothing is ignored silently. */
export function sandboxGap(feature: string): ExasolError {
  return new ExasolError('0A000', `Feature not supported: ${feature} (sandbox gap)`);
}
