import { describeThrown, makeError, UserError } from '../errors/user-error.js';

/** The error that Exasol returns for a failed statement. */
export interface SqlException {
  readonly text: string;
  readonly sqlCode: string;
}

const unknownGrants =
  'Connect as another user, or ask an administrator for the privilege. "sme doctor" and "sme deploy" print the grants that sme needs.';

/** A failed statement, with Exasol's code and text. */
export class SqlError extends UserError {
  readonly sqlCode: string;
  readonly text: string;

  /** The statement; all statements of a batch, because it is unknown which of them failed. */
  readonly statements: readonly string[];

  /** @param grants which grants are missing, as a sentence */
  constructor(exception: SqlException, what: string, statements: readonly string[] = [], grants?: string) {
    const values = { what, text: exception.text, sqlCode: exception.sqlCode };
    const error = isPrivilegeProblem(exception)
      ? makeError('E-SME-14', { ...values, mitigation: grants ?? unknownGrants })
      : makeError('E-SME-13', values);
    super(error.code, error.message, { mitigation: error.mitigation, exitCode: error.exitCode });
    this.sqlCode = exception.sqlCode;
    this.text = exception.text;
    this.statements = statements;
  }

  /** True if Exasol rolled back the transaction because of a conflict, so that it can be retried. Only the text shows this. */
  get isCollision(): boolean {
    return /Transaction collision/i.test(this.text);
  }

  /** True if the object already exists, for example because another session has created it. */
  get isDuplicate(): boolean {
    return /already exists/i.test(this.text);
  }

  /** True if the server does not support a command of the WebSocket API. SQL codes of classes 2 and 4 come from statements that ran. */
  get isUnknownCommand(): boolean {
    const text = this.text;
    const isRefusal =
      /\bexecuteBatch\b/.test(text) || /\b(unknown|invalid|unsupported)\b.{0,20}\bcommand\b/i.test(text);
    return isRefusal && !/^[24]/.test(this.sqlCode);
  }

  get isPrivilegeProblem(): boolean {
    return isPrivilegeProblem(this);
  }
}

function isPrivilegeProblem(exception: SqlException): boolean {
  const isRefused = exception.sqlCode === '42500' && /privilege/i.test(exception.text);
  // A script passes on the text of a failed statement's error, not its code.
  return isRefused || /insufficient privileges/i.test(exception.text);
}

/** Converts an error that the driver throws during a session, which means that the connection is lost. */
export function toLostConnectionError(thrown: unknown, socketError: Error | undefined): UserError {
  if (thrown instanceof UserError) {
    return thrown;
  }
  return makeError('E-SME-15', { reason: describeThrown(socketError ?? thrown) }, thrown);
}
