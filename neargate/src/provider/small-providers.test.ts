import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededIds } from '../core/ids.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { PlainObject } from '../terraform/provider.ts';
import { requiredText } from './arguments.ts';
import { localProvider } from './local/local-provider.ts';
import { nullProvider } from './null/null-provider.ts';
import { createProviderTester, type ProviderTester } from './provider-tester.ts';
import { bcrypt } from './random/bcrypt.ts';
import { randomProvider } from './random/random-provider.ts';
import { templateProvider } from './template/template-provider.ts';
import { timeProvider } from './time/time-provider.ts';

const clock = new VirtualClock();

describe('random', () => {
  let tester: ProviderTester;
  const draw = (type: string, hcl: string) => tester.apply(type, hcl);

  beforeEach(async () => {
    tester = await createProviderTester(randomProvider(seededIds(7)), clock);
  });

  it('draws passwords with as many of each kind as are asked for', async () => {
    const password = await draw(
      'random_password',
      'length = 20\nmin_numeric = 3\nmin_special = 2\noverride_special = "%"\nupper = false',
    );
    const result = requiredText(password, 'result');
    expect(result).toHaveLength(20);
    expect(result.match(/\d/g)?.length).toBeGreaterThanOrEqual(3);
    expect(result.match(/%/g)?.length).toBeGreaterThanOrEqual(2);
    expect(result).toMatch(/^[a-z0-9%]+$/);
    expect(password).toMatchObject({ id: 'none', number: true, numeric: true });
    const hash = requiredText(password, 'bcrypt_hash');
    expect(hash).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(hash).not.toBe(bcrypt(result, new Uint8Array(16), 10));
  });

  it('says what cannot be drawn', () => {
    expect(() => tester.plan('random_string', 'length = 2\nmin_upper = 3')).toThrow('at least sum of');
    expect(() =>
      tester.plan(
        'random_string',
        'length = 2\nupper = false\nlower = false\nnumeric = false\nspecial = false',
      ),
    ).toThrow('At least one attribute');
    expect(tester.findings('random_password', 'length = 0')[0]).toContain('at least (1)');
    expect(() => tester.plan('random_integer', 'min = 2\nmax = 1')).toThrow('smaller than or equal');
  });

  it('draws ids in all their spellings', async () => {
    const id = await draw('random_id', 'byte_length = 8\nprefix = "p-"');
    const hex = requiredText(id, 'hex').slice(2);
    const bytes = Buffer.from(hex, 'hex');
    expect(id).toMatchObject({
      id: bytes.toString('base64url'),
      b64_std: `p-${bytes.toString('base64')}`,
      b64_url: `p-${bytes.toString('base64url')}`,
      dec: `p-${BigInt(`0x${hex}`)}`,
    });
    expect(await draw('random_bytes', 'length = 4')).toMatchObject({
      hex: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
    });
    expect((await draw('random_uuid', ''))['result']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect((await draw('random_pet', 'length = 3\nprefix = "x"'))['id']).toMatch(/^x(-[a-z]+){3}$/);
  });

  it('draws every number of a range, and the same for a seed', async () => {
    const seen = new Set<unknown>();
    for (let draws = 0; draws < 60; draws += 1)
      seen.add((await draw('random_integer', 'min = 1\nmax = 3'))['result']);
    expect(seen).toEqual(new Set([1, 2, 3]));
    const seeded = async () => (await draw('random_integer', 'min = 1\nmax = 1000000\nseed = "s"'))['result'];
    expect(await seeded()).toBe(await seeded());
  });

  it('shuffles, also longer than what is given', async () => {
    const { result } = await draw('random_shuffle', 'input = ["a", "b", "c"]\nresult_count = 7');
    expect(result).toHaveLength(7);
    expect((result as string[]).slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
    expect((await draw('random_shuffle', 'input = []\nresult_count = 2'))['result']).toEqual([]);
  });

  it('draws anew when a keeper changes, and only then', async () => {
    const first = await draw('random_string', 'length = 8\nkeepers = { a = "1" }');
    expect(first['id']).toBe(first['result']);
    expect(tester.plan('random_string', 'length = 8\nkeepers = { a = "2" }', first)).toMatchObject({
      action: 'replace',
      replaces: ['keepers'],
    });
  });
});

describe('null', () => {
  it('is replaced when a trigger changes', async () => {
    const tester = await createProviderTester(nullProvider(seededIds(1)), clock);
    const resource = await tester.apply('null_resource', 'triggers = { a = "1" }');
    expect(resource['id']).toMatch(/^\d{10,19}$/);
    expect(tester.plan('null_resource', 'triggers = { a = "2" }', resource).action).toBe('replace');
    expect(await tester.data('null_data_source', 'inputs = { a = "b" }')).toMatchObject({
      outputs: { a: 'b' },
      has_computed_default: 'default',
    });
  });
});

describe('local', () => {
  let directory: string;
  let tester: ProviderTester;

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'neargate-local-'));
    tester = await createProviderTester(localProvider(directory), clock);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('writes, reads, misses and removes files', async () => {
    const hcl = 'filename = "a/b.txt"\ncontent = "hello"\nfile_permission = "0640"';
    const state: PlainObject = await tester.apply('local_file', hcl);
    const file = path.join(directory, 'a/b.txt');
    expect(readFileSync(file, 'utf8')).toBe('hello');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(state).toMatchObject({
      id: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
      content_md5: '5d41402abc4b2a76b9719d911017c592',
    });
    expect(await tester.data('local_file', 'filename = "a/b.txt"')).toMatchObject({ content: 'hello' });
    writeFileSync(file, 'changed');
    expect(await tester.refresh('local_file', state)).toBeUndefined();
    await tester.destroy('local_file', state);
    expect(existsSync(file)).toBe(false);
    await tester.destroy('local_file', state);
  });

  it('takes content in other forms', async () => {
    await tester.apply('local_sensitive_file', 'filename = "x"\ncontent_base64 = "AAE="');
    expect([...readFileSync(path.join(directory, 'x'))]).toEqual([0, 1]);
    await tester.apply('local_file', 'filename = "y"\nsource = "x"');
    expect([...readFileSync(path.join(directory, 'y'))]).toEqual([0, 1]);
    expect(tester.findings('local_file', 'filename = "z"')[0]).toContain('must be specified');
  });
});

describe('template', () => {
  it('renders a text with its variables, and says where it does not', async () => {
    const tester = await createProviderTester(templateProvider('/'), clock);
    const hcl = (template: string) =>
      `template = ${JSON.stringify(template)}\nvars = { port = 80, name = "web" }`;
    const read = await tester.data('template_file', hcl('[$${port}, "$${upper(name)}"]'));
    expect(read['rendered']).toBe('[80, "WEB"]');
    expect(read['id']).toMatch(/^[0-9a-f]{64}$/);
    await expect(tester.data('template_file', hcl('$${image}'))).rejects.toThrow(
      'vars map does not contain key "image", referenced at <template_file>:1,3-8',
    );
  });
});

describe('time', () => {
  let tester: ProviderTester;

  beforeEach(async () => {
    tester = await createProviderTester(timeProvider(clock), clock);
  });

  it('keeps a moment', async () => {
    const now = await tester.apply('time_static', '');
    expect(now).toMatchObject({ year: 2026, rfc3339: now['id'] });
    expect(await tester.apply('time_static', 'rfc3339 = "2024-02-29T23:30:00+02:00"')).toMatchObject({
      id: '2024-02-29T23:30:00+02:00',
      day: 29,
      hour: 23,
      unix: 1_709_242_200,
    });
  });

  it('moves by the calendar', async () => {
    const hcl = (months: number) => `base_rfc3339 = "2024-01-31T00:00:00Z"\noffset_months = ${months}`;
    const moved = await tester.apply('time_offset', hcl(1));
    expect(moved['rfc3339']).toBe('2024-03-02T00:00:00Z');
    expect((await tester.apply('time_offset', hcl(2), moved))['rfc3339']).toBe('2024-03-31T00:00:00Z');
  });

  it('is gone once it is time to rotate', async () => {
    const rotating = await tester.apply('time_rotating', 'rotation_days = 1');
    expect(await tester.refresh('time_rotating', rotating)).toBeDefined();
    const longer = await tester.apply('time_rotating', 'rotation_days = 2', rotating);
    await clock.advance(36 * 3_600_000);
    expect(await tester.refresh('time_rotating', longer)).toBeDefined();
    await clock.advance(36 * 3_600_000);
    expect(await tester.refresh('time_rotating', longer)).toBeUndefined();
  });

  it('sleeps as long as it says', async () => {
    const before = clock.now();
    const slept = await tester.apply('time_sleep', 'create_duration = "30s"\ndestroy_duration = "1m"');
    expect(clock.now() - before).toBeGreaterThanOrEqual(30_000);
    expect(clock.now() - before).toBeLessThan(35_000);
    const beforeDestroy = clock.now();
    await tester.destroy('time_sleep', slept);
    expect(clock.now() - beforeDestroy).toBeGreaterThanOrEqual(60_000);
    expect(tester.findings('time_sleep', 'create_duration = "soon"')[0]).toContain('must be a number');
  });
});
