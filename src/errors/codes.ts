import { awsCodes } from './codes-aws.js';
import { checksCodes } from './codes-checks.js';
import { cliCodes } from './codes-cli.js';
import { clusterCodes } from './codes-cluster.js';
import { demoCodes } from './codes-demo.js';
import { honestyCodes } from './codes-honesty.js';
import { hostingCodes } from './codes-hosting.js';
import { jobsCodes } from './codes-jobs.js';
import { luaCodes } from './codes-lua.js';
import { predictCodes } from './codes-predict.js';
import { pythonCodes } from './codes-python.js';
import { runCodes } from './codes-run.js';
import { servingCodes } from './codes-serving.js';

/**
 * One entry of the error table.
 *
 * `text` and `mitigation` are templates: `{{name}}` stands for a value that is filled in when the error is raised. Lua and
 * Python carry their own wording (they cannot read this table at run time); their entries say the same, for the reader.
 */
export interface ErrorDefinition {
  /** The file that raises it, from the root of the repository. */
  readonly where: string;
  /** What is wrong, with the value in quotes. */
  readonly text: string;
  /** What the reader can do about it. */
  readonly mitigation: string;
  /** How `sme` exits on it; 1 where nothing is said. */
  readonly exitCode?: ExitCode;
}

/** How `sme` exits, one rule for every command. */
export type ExitCode = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 124 | 130;

/**
 * Every error of the product in TypeScript, Lua and Python. `E-SME-n`: the user can act; `F-SME-n`: our fault. A number is used
 * once, whichever letter it has. Ranges: 1-49 TypeScript, 50-89 Lua, 140-169 Lua around jobs and endpoints, 90-119 and 170-209 Python,
 * 120-139 the sandbox and demo commands, 210-229 the commands around AWS, 230-259 those around jobs and endpoints, 260-269 reservations of
 * job names, 270-279 requests for what is not ours, 280-289 predictions, 290-299 checks before an export, 300-309 settings and
 * deployments of the CLI, 310-319 the clean-up, 330-339 the cluster.
 * `test/unit/errors/codes.test.ts` fails on a code that is raised and not listed, listed and not raised, or out of its range.
 */
export const errorCodes = {
  ...cliCodes,
  ...luaCodes,
  ...servingCodes,
  ...pythonCodes,
  ...demoCodes,
  ...awsCodes,
  ...jobsCodes,
  ...hostingCodes,
  ...predictCodes,
  ...checksCodes,
  ...runCodes,
  ...honestyCodes,
  ...clusterCodes,
} as const;

/** A code that the table lists, such as `E-SME-1`. */
export type ErrorCode = keyof typeof errorCodes;
