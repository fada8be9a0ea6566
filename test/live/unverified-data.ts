import { probe, type UnverifiedFact } from './unverified-fact.js';

/** SQL of the examination of data, of samples, of rows that are kept apart and of evaluations. */
export const dataFacts: readonly UnverifiedFact[] = [
  {
    id: 'holdout-condition',
    fact: "TO_NUMBER(SUBSTR(HASH_MD5(…), 1, 7), 'XXXXXXX') is a number from 0 to 268435455, evenly spread",
    file: 'src/scripts/facts.ts',
    impact: 'trainings with holdout_fraction fail, or keep another share of the rows apart',
    tolerated: false,
    check: probe,
  },
  {
    id: 'sample-query',
    fact: 'ROW_NUMBER() OVER (ORDER BY …) and COUNT(*) OVER () of a query can be used in MOD in the WHERE clause around it',
    file: 'templates/lua/sme/training_rows.lua',
    impact: 'trainings with sample_rows fail',
    tolerated: false,
    check: probe,
  },
  {
    id: 'many-aggregates',
    fact: 'A statement can compute 1,500 aggregates over 250 columns',
    file: 'templates/lua/sme/aggregation.lua',
    impact: 'the columns of wide tables are not examined (finding no_rows_examined)',
    tolerated: false,
    check: probe,
  },
  {
    id: 'format-patterns',
    fact: 'REGEXP_LIKE matches the whole text and understands groups, alternatives and counts; IS_DATE takes a format',
    file: 'templates/lua/sme/text_formats.lua',
    impact: 'numbers and dates that are stored as text are not found, or their conversion fails',
    tolerated: false,
    check: probe,
  },
  {
    id: 'residual-quantiles',
    fact: 'PERCENTILE_CONT(…) WITHIN GROUP (ORDER BY …) and MEDIAN can be cast and computed next to other aggregates, and interpolate',
    file: 'templates/lua/sme/regression_metrics.lua',
    impact: 'evaluations of regressions fail, or have other quantiles',
    tolerated: false,
    check: probe,
  },
  {
    id: 'running-totals',
    fact: 'SUM(…) OVER (ORDER BY … DESC) over the groups of a subquery adds up all groups before and including this one',
    file: 'templates/lua/sme/probability_metrics.lua',
    impact: 'ROC AUC and PR AUC of evaluations are wrong',
    tolerated: false,
    check: probe,
  },
];
