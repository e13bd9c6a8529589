import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { removeTree } from './remove-tree.ts';

it('removes folders that may not be looked into', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'neargate-remove-'));
  mkdirSync(path.join(root, 'work/work'), { recursive: true });
  writeFileSync(path.join(root, 'work/work/file'), '');
  chmodSync(path.join(root, 'work/work'), 0);
  chmodSync(path.join(root, 'work'), 0o500);
  removeTree(root);
  expect(existsSync(root)).toBe(false);
  removeTree(root);
});
