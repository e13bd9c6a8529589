import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(path.join(root, 'docs/aws-behaviour-coverage.md'), 'utf8');

interface Row {
  readonly rule: string;
  readonly code: string;
  readonly test: string;
}

/** The rows of every table: rule, code, test. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| rule') && !line.startsWith('| --'))
  .map((line): Row => {
    const [rule = '', code = '', test = ''] = line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim());
    return { rule, code, test };
  });

describe('the page of AWS’s rules', () => {
  it('has a table', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  it.each(rows)('names code and a test that are there: $rule', ({ code, test }) => {
    if (test.startsWith('not done')) return;
    for (const [, file = ''] of code.matchAll(/`([^`]+)`/g)) {
      expect(existsSync(path.join(root, 'neargate/src', file)), file).toBe(true);
    }
    const proof = /^`([^`]+)`: (.+)$/.exec(test);
    expect(proof, `no test in "${test}"`).not.toBeNull();
    const [, file = '', name = ''] = proof ?? [];
    const source = readFileSync(path.join(root, 'neargate', file), 'utf8');
    expect(source.includes(name), `${file} has no test "${name}"`).toBe(true);
  });
});
