import type { DoctorContext } from '../../src/doctor/types.js';
import type { Session } from '../../src/exasol/session.js';
import { Secret } from '../../src/secret.js';

/** A session in which every statement returns the same JSON, as a UDF of sme does. */
function makeSession(udfResult: unknown): Session {
  const result = { columns: ['RESULT'], rows: [[JSON.stringify(udfResult)]], rowCount: 1 };
  return { query: async () => result, batch: async (statements) => statements.map(() => result) };
}

/** Makes the context of a check on a database without problems, in which every UDF returns `udfResult`. */
export function makeDoctorContext(udfResult: unknown = {}, changes: Partial<DoctorContext> = {}): DoctorContext {
  const aws = { candidates: ['AWS'], whenNew: 'AWS' };
  return {
    readConnection: () => ({
      host: 'db.example.com',
      port: 8563,
      timeoutMs: 1000,
      certificate: { kind: 'verify' },
      credentials: { kind: 'password', user: 'ann', password: new Secret('pw') },
    }),
    deployment: { schema: { candidates: ['ML'], whenNew: 'ML' }, languageAlias: 'PYTHON3' },
    aws: {
      region: 'eu-central-1',
      bucket: 'my-bucket',
      roleArn: 'arn:aws:iam::1:role/R',
      connectionName: aws,
      outputPath: undefined,
    },
    awsAccess: { profile: undefined, endpointUrl: undefined, credentials: undefined },
    mayWrite: false,
    environment: {},
    settings: { files: [], problems: [], notes: [] },
    signal: new AbortController().signal,
    withSession: (work) => work(makeSession(udfResult)),
    readSchema: async () => 'ML',
    readAwsLocation: async () => ({ region: 'eu-central-1', bucket: 'my-bucket' }),
    readInstalled: async () => ({
      schema: 'ML',
      owner: 'SYS',
      scripts: [],
      tables: new Map(),
      comments: new Map(),
      database: {
        version: '8.34.0',
        user: 'ANN',
        nodes: 1,
        scriptLanguages: 'PYTHON3=builtin_python3 R=builtin_r',
        preprocessor: '',
        privileges: [],
      },
    }),
    ...changes,
  };
}
