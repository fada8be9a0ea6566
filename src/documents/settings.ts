import { z } from 'zod';

const profileValue = z.union([z.string(), z.number(), z.boolean()]);
const profileValues = z.record(z.string(), profileValue).describe('By key of the settings file; secrets are masked');

export const settingsList = z.strictObject({
  profile: z.string().nullable().describe('Profile that is used; null without one'),
  file: z.string().nullable().describe('File of the profile'),
  settings: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string().nullable().describe('Secrets are masked'),
      origin: z.string().nullable().describe('Where the value comes from; null if it is not set'),
    }),
  ),
});

export const newProfile = z.strictObject({
  name: z.string(),
  path: z.string(),
  default: z.boolean(),
  preset: z.boolean().describe('Whether the profile was made without options, for a local container'),
  values: profileValues,
});

const owner = z.enum(['sme', 'exapump']).describe('Tool whose file contains the profile');

export const profileList = z.array(
  z.strictObject({
    name: z.string(),
    default: z.boolean(),
    owner,
    host: profileValue.nullable(),
    path: z.string(),
  }),
);

export const profileContent = z.strictObject({
  name: z.string(),
  path: z.string(),
  owner,
  default: z.boolean(),
  values: profileValues,
});

export const removedProfile = z.strictObject({
  name: z.string(),
  path: z.string(),
  comments_kept: z.boolean(),
});

export const completionScript = z.strictObject({ shell: z.string(), script: z.string() });

export const versions = z.strictObject({
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
});
