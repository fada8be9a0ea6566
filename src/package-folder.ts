/** The folder of this package, which has package.json and templates in it. `src` and `dist` are both one level below. */
export const packageFolder: URL = new URL('../', import.meta.url);
