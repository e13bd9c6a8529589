// `npm start`: install when needed, then `neargate up` in the foreground. Further arguments go to `up`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, requireNode } from './install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
requireNode();
install(root);
process.argv.splice(2, 0, 'up');
await import('../neargate/bin/neargate.mjs');
