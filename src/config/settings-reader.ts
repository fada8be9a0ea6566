import type { z } from 'zod';
import type { RawConfig, SettingName } from './types.js';

/** Reads settings one by one and remembers every complaint, so that the user hears all of them at once. */
export class SettingsReader {
  readonly problems: string[];

  /**
   * @param problems already found on the way
   * @param tellsMissing false where a source could not be read: what it would have given is not missing
   */
  constructor(
    private readonly raw: RawConfig,
    problems: readonly string[],
    private readonly tellsMissing: boolean,
  ) {
    this.problems = [...problems];
  }

  optional<Output>(name: SettingName, rule: z.ZodType<Output, string>): Output | undefined {
    const setting = this.raw[name];
    if (setting === undefined) {
      return undefined;
    }
    const result = rule.safeParse(setting.value);
    if (result.success) {
      return result.data;
    }
    this.problems.push(...result.error.issues.map((issue) => `${setting.origin}: ${issue.message}`));
    return undefined;
  }

  required<Output>(
    name: SettingName,
    rule: z.ZodType<Output, string>,
    what: string,
    howToGive: string,
  ): Output | undefined {
    if (this.lacks(name)) {
      this.missing(`the ${what} is missing: give ${howToGive}`);
    }
    return this.optional(name, rule);
  }

  /** True where no source gives it. */
  lacks(name: SettingName): boolean {
    return this.raw[name] === undefined;
  }

  /** Complains of something missing, where that can be said. */
  missing(complaint: string): void {
    if (this.tellsMissing) {
      this.problems.push(complaint);
    }
  }
}
