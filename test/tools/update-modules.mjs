// Writes the modules of templates/lua and templates/python that are generated from TypeScript. Run with: node --import tsx
import { writeFileSync } from 'node:fs';
import { writeModules } from './generated-modules.ts';

for (const [path, text] of Object.entries(writeModules())) writeFileSync(path, text);
