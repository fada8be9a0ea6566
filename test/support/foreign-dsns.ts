/** Settings whose value an error may quote. */
export const quotedSettings = [
  'SME_BUCKET',
  'SME_ROLE_ARN',
  'SME_CONNECTION',
  'EXASOL_SCHEMA',
  'EXASOL_PORT',
  'AWS_REGION',
];

/** Addresses with a password as other tools write them. */
export const listForeignDsns = (password: string): readonly string[] => [
  `exasol://u:${password}@h.example.com/S`,
  `h.example.com:8563;user=u;password=${password}`,
  `EXAHOST=h.example.com:8563;EXAUID=u;EXAPWD=${password}`,
  `jdbc:exa:h.example.com:8563;user=u;password=${password}`,
];
