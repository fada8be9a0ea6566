import { isEdited, readStamp } from '../render/stamp.js';
import { changeEnvironment, readEnvironment } from '../render/udf-environment.js';
import { names } from '../scripts/names.js';
import type { DeploymentTarget, InstalledScript, UdfSettings } from './types.js';

const defaultLanguageAlias = 'PYTHON3';

/** The UDF settings of a deployment: those that the user sets, otherwise those of the installed scripts, otherwise the defaults. */
export function chooseUdfSettings(
  target: Pick<DeploymentTarget, 'languageAlias' | 'environmentChanges'>,
  scripts: readonly InstalledScript[],
): UdfSettings {
  const installed = findInstalledUdf(scripts);
  return {
    languageAlias: target.languageAlias ?? installed?.language ?? defaultLanguageAlias,
    environment: changeEnvironment(
      installed === undefined ? {} : readEnvironment(installed.text),
      target.environmentChanges ?? {},
    ),
  };
}

/** A UDF that sme deployed: the one of the smoke test if it is unchanged, because every version has it. */
function findInstalledUdf(scripts: readonly InstalledScript[]): InstalledScript | undefined {
  const udfs = scripts.filter(
    ({ language, text }) => language.toUpperCase() !== 'LUA' && readStamp(text) !== undefined,
  );
  const unchanged = udfs.filter(({ text }) => !isEdited(text));
  return unchanged.find(({ name }) => name === names.runtimeInfoUdf) ?? unchanged[0] ?? udfs[0];
}
