import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSettings } from './settings.ts';
import { readWebIdentityKeys } from './web-identity-keys.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'neargate keys '));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(text: string) {
  writeFileSync(path.join(directory, 'keys.json'), text);
  const { oidcKeysFile } = readSettings({ NEARGATE_OIDC_KEYS: 'keys.json' }, directory);
  return readWebIdentityKeys(oidcKeysFile, true);
}

it('knows the keys of the issuers in the file, and none without one', () => {
  const keys = read('{"https://issuer.example.com/": {"keys": [{"kty": "RSA", "kid": "a"}]}}');
  expect(keys.isRequired).toBe(true);
  expect(keys.keysOf('https://issuer.example.com')).toEqual([{ kty: 'RSA', kid: 'a' }]);
  expect(keys.keysOf('https://example.com')).toBeUndefined();
  expect(readWebIdentityKeys(readSettings({}, directory).oidcKeysFile, false).keysOf('x')).toBeUndefined();
});

it.each([
  ['no JSON', 'is not JSON'],
  ['[1]', 'has no keys of 0'],
  ['{"https://issuer.example.com": {}}', 'has no keys of https://issuer.example.com'],
])('says what is wrong with %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

it('says that a file is not there', () => {
  expect(() => readWebIdentityKeys(path.join(directory, 'none.json'), false)).toThrow('which cannot be read');
});
