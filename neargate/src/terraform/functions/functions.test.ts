import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../hcl/evaluation.ts';
import { toPlain } from '../../hcl/json.ts';
import { parseExpression } from '../../hcl/parser.ts';
import { variableScope } from '../../hcl/scope.ts';
import type { Value } from '../../hcl/values.ts';
import { stringValue } from '../../hcl/values.ts';
import { terraformFunctions } from './functions.ts';

// What functions compute is compared with Terraform in ../differential; here is what they see of the world.

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'neargate-functions-'));
  writeFileSync(path.join(directory, 'a.txt'), 'content');
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function run(text: string, options: { impureUnknown?: boolean; variables?: Record<string, Value> } = {}) {
  const { expression } = parseExpression(text, 'test');
  if (expression === undefined) throw new Error(`no expression: ${text}`);
  const functions = terraformFunctions({
    baseDirectory: directory,
    now: () => Date.UTC(2024, 4, 6, 7, 8, 9, 500),
    planTimestampMs: Date.UTC(2024, 4, 6, 7, 0, 0),
    impureUnknown: options.impureUnknown ?? false,
  });
  return evaluate(expression, variableScope(new Map(Object.entries(options.variables ?? {})), functions));
}

function plain(text: string, variables: Record<string, Value> = {}): unknown {
  const { value, diagnostics } = run(text, { variables });
  expect(diagnostics).toEqual([]);
  return toPlain(value);
}

describe('time and chance', () => {
  it('come from the clock that is given', () => {
    expect(plain('timestamp()')).toBe('2024-05-06T07:08:09Z');
    expect(plain('plantimestamp()')).toBe('2024-05-06T07:00:00Z');
  });

  it('are unknown while planning, and different with each call after', () => {
    expect(run('timestamp()', { impureUnknown: true }).value.kind).toBe('unknown');
    expect(run('uuid()', { impureUnknown: true }).value.kind).toBe('unknown');
    expect(plain('uuid() == uuid()')).toBe(false);
    expect(plain('length(uuid())')).toBe(36);
  });
});

describe('files', () => {
  it('are found from the base directory', () => {
    expect(plain('file("a.txt")')).toBe('content');
    expect(plain('file(path)', { path: stringValue(path.join(directory, 'a.txt')) })).toBe('content');
    expect(plain('fileset(".", "*")')).toEqual(['a.txt']);
  });
});

describe('encodings', () => {
  it('compress what decompresses to the same', () => {
    const compressed = plain('base64gzip("hello hello hello")');
    expect(gunzipSync(Buffer.from(String(compressed), 'base64')).toString()).toBe('hello hello hello');
  });

  it('decrypt what the public key encrypted', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const encrypted = publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from('secret'),
    );
    const variables = {
      text: stringValue(encrypted.toString('base64')),
      key: stringValue(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    };
    expect(plain('rsadecrypt(text, key)', variables)).toBe('secret');
  });

  it('refuse bcrypt instead of pretending', () => {
    expect(run('bcrypt("x")').diagnostics[0]?.detail).toContain('does not compute bcrypt hashes');
  });
});
