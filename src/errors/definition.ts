/** Exit codes of `sme`, with the same meaning for every command. */
export type ExitCode = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 124 | 130;

/** What an error says. `{{name}}` is a slot that is filled when the error is raised. */
export interface ErrorMessage {
  /** What failed, with the value in quotes, and why. */
  readonly text: string;
  /** What the user can do, in the imperative. */
  readonly mitigation: string;
}

interface ErrorOrigin {
  /** A file that raises the error, from the root of the repository. */
  readonly where: string;
  /** Exit code of `sme`; 1 by default. */
  readonly exitCode?: ExitCode;
}

/** An error with one message, or with one message for each case. `E-SME-65.not_numeric` is the case `not_numeric` of `E-SME-65`. */
export type ErrorDefinition = ErrorOrigin &
  (
    | (ErrorMessage & { readonly cases?: never })
    | { readonly cases: Readonly<Record<string, ErrorMessage>>; readonly text?: never; readonly mitigation?: never }
  );

/** Definitions by code. `E-SME-n` is an error that users can fix; `F-SME-n` is a bug in the extension. */
export type ErrorTable = Readonly<Record<string, ErrorDefinition>>;
