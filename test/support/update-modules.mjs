// Writes the modules of templates/lua and templates/python that are generated from TypeScript. Needs a build.
import { writeFileSync } from 'node:fs';
import { listMessages } from '../../dist/errors/error-table.js';
import { writeModules } from './generated-modules.mjs';

for (const [path, text] of Object.entries(writeModules({ messages: listMessages() }))) writeFileSync(path, text);
