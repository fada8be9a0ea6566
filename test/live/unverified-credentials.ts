import { manual, type UnverifiedFact } from './unverified-fact.js';

/** Facts that credentials in JSON, and the export and import through UDFs, rely on. */
export const credentialFacts: readonly UnverifiedFact[] = [
  {
    id: 'connection-password-length',
    fact: 'The password of a CONNECTION can have 4,000 characters, and get_connection returns all of them',
    file: 'templates/python/sme/connection_password.py',
    impact: 'connections with a session token cannot be created, or fail with E-SME-430',
    tolerated: true,
    check: manual('create a connection with a session token, and run sme connection test'),
  },
  {
    id: 'udf-export-groups',
    fact: 'A SET script with EMITS in a subselect runs once for each group of IPROC() and an expression, on the node of its rows',
    file: 'templates/lua/sme/udf_export.lua',
    impact: 'nothing breaks: the export is slower if the rows move to other nodes',
    tolerated: true,
    check: manual('train with a connection that has a session token, and look at the names of the exported files'),
  },
  {
    id: 'udf-export-variadic',
    fact: 'A SET script with the parameters (...) takes several texts of 2,000,000 characters, which it reads by number',
    file: 'templates/python/sme/export.py',
    impact: 'trainings with a session token or a role fail with E-SME-70, and no job is started',
    tolerated: true,
    check: manual('train with a connection that has a session token, on a table with three VARCHAR(2000000) columns'),
  },
  {
    id: 'udf-export-concatenation',
    fact: 'The concatenation of VARCHAR columns fails only if the text of a row is longer than 2,000,000 characters',
    file: 'templates/lua/sme/csv_lines.lua',
    impact: 'trainings with a session token or a role fail with E-SME-70, and no job is started',
    tolerated: true,
    check: manual('the same table'),
  },
  {
    id: 'udf-import-text',
    fact: 'CAST of a text of digits to DECIMAL(18,0) succeeds in INSERT … SELECT from a script with EMITS',
    file: 'templates/lua/sme/udf_import.lua',
    impact: 'imports of batch predictions with a session token or a role fail with E-SME-401, and add nothing',
    tolerated: true,
    check: manual('finish a batch prediction with a connection that has a session token'),
  },
  {
    id: 'aws-expired-token-codes',
    fact: 'AWS reports an expired session token with one of the codes in facts.ts, expiredToken',
    file: 'src/scripts/facts.ts',
    impact: 'nothing breaks: the error shows the code of AWS, but does not say how to renew the token',
    tolerated: true,
    check: manual('run sme connection test with a connection whose session token has expired'),
  },
];
