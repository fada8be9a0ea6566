// Writes the modules of templates/lua and templates/python that are generated from TypeScript. Run with: node --import tsx
import { writeFileSync } from 'node:fs';
import { listMessages } from '../../src/errors/error-table.js';
import * as facts from '../../src/scripts/facts.js';
import { writeModules } from './generated-modules.mjs';

for (const [path, text] of Object.entries(writeModules({ messages: listMessages(), facts }))) writeFileSync(path, text);
