/**
 * An error as an Exasol client sees it. `text` does not contain ` (Session: …)`; the session appends it when it responds to the client.
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

/** The error for every feature of Exasol that the sandbox does not support. Nothing is ignored silently. */
export function sandboxGap(feature: string): ExasolError {
  return new ExasolError('0A000', `Feature not supported: ${feature} (sandbox gap)`);
}
