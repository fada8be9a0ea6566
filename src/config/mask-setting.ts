import { maskLogin, maskSecrets } from '../text/quote-value.js';
import { settingRows, type ValueName } from './settings-table.js';

/** Masks the value of a setting for printing. */
export function maskSetting<Value extends string | number | boolean>(name: ValueName, value: Value): Value | string {
  const { isSecret, isAddress } = settingRows[name];
  if (isSecret) {
    return '***';
  }
  if (typeof value !== 'string') {
    return value;
  }
  return isAddress ? maskLogin(value) : maskSecrets(value);
}
