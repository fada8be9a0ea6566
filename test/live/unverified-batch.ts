import { manual, probe, type UnverifiedFact } from './unverified-fact.js';

/** Facts that batch predictions rely on. */
export const batchFacts: readonly UnverifiedFact[] = [
  {
    id: 'rownum-unique',
    fact: 'ROWNUM in CREATE TABLE AS SELECT gives each row a number of its own, on clusters, too',
    file: 'templates/lua/sme/batch_staging.lua',
    impact: 'an import fails with E-SME-402, and adds nothing',
    tolerated: false,
    check: probe,
  },
  {
    id: 'emits-in-join',
    fact: 'INSERT INTO … SELECT accepts an EMITS clause in a joined subselect',
    file: 'templates/lua/sme/batch_import.lua',
    impact: 'imports fail with E-SME-401, and add nothing',
    tolerated: false,
    check: probe,
  },
  {
    id: 'aws-batch-output-filter',
    fact: 'CreateTransformJob accepts an OutputFilter with indexes from both ends of a row, $[0,-3,-2,-1]',
    file: 'templates/python/sme/batch_start.py',
    impact:
      'nothing breaks if AWS rejects the request: the job is created without the filter, and the import skips the inputs',
    tolerated: true,
    check: manual('start a batch prediction, and look at OutputFilter in DescribeTransformJob'),
  },
  {
    id: 'aws-batch-output-names',
    fact: 'A transform job writes <input file>.out below S3OutputPath, and only for files that it read completely',
    file: 'templates/python/sme/batch_files.py',
    impact: 'rows of files with other names count as failed',
    tolerated: true,
    check: manual('finish a batch prediction with several files'),
  },
  {
    id: 'aws-batch-joined-csv',
    fact: 'A joined row is CSV that IMPORT reads: a cell with a comma is in double quotes',
    file: 'templates/lua/sme/batch_import.lua',
    impact: 'imports fail with E-SME-401, and add nothing',
    tolerated: true,
    check: manual('finish a batch prediction for a binary classification'),
  },
];
