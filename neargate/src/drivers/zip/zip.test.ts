import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readZip, unpackZip, ZipError } from './read-zip.ts';
import { writeZip } from './write-zip.ts';

const atMs = Date.UTC(2026, 4, 6, 7, 8, 10);
const entries = [
  { path: 'imagedefinitions.json', content: Buffer.from('[]'), mode: 0o100_644 },
  { path: 'src/größe.txt', content: Buffer.from('x'.repeat(10_000)), mode: 0o100_644 },
  { path: 'run.sh', content: Buffer.from('#!/bin/sh\necho hello\n'), mode: 0o100_755 },
  { path: 'empty', content: Buffer.alloc(0), mode: 0o100_644 },
];

describe('ZIP files', () => {
  it('come back as they were written, the same bytes each time', async () => {
    const file = await writeZip(entries, atMs);
    expect(unpackZip(file)).toEqual(entries);
    expect(file.equals(await writeZip(entries, atMs))).toBe(true);
    expect(file.length).toBeLessThan(1000);
  });

  it('are what Python reads and writes', async ({ skip }) => {
    if (spawnSync('python3', ['--version']).status !== 0) skip('python3 is not installed');
    const directory = mkdtempSync(path.join(tmpdir(), 'zip-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, 'ours.zip');
    writeFileSync(file, await writeZip(entries, atMs));
    const listed = spawnSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' });
    expect(listed.stdout).toContain('Done testing');
    const theirs = path.join(directory, 'theirs.zip');
    const made = spawnSync('python3', ['-m', 'zipfile', '-c', theirs, file], { encoding: 'utf8' });
    expect(made.status).toBe(0);
    const [entry] = readZip(readFileSync(theirs));
    expect(entry?.path).toBe('ours.zip');
    expect(entry?.content()).toEqual(readFileSync(file));
    expect(entry?.sizeBytes).toBe(statSync(file).size);
  });

  it('that are none, damaged or reach outside are refused', async () => {
    expect(() => readZip(Buffer.from('hello'))).toThrow(ZipError);
    expect(() => readZip(Buffer.alloc(0))).toThrow('it is not a ZIP file');
    const file = await writeZip([{ path: 'a', content: Buffer.from('abcdef'), mode: 0o100_644 }], atMs);
    const damaged = Buffer.from(file);
    damaged.write('X', damaged.indexOf('abcdef'));
    expect(() => unpackZip(damaged)).toThrow("'a' in it is damaged");
    expect(() => readZip(file.subarray(20))).toThrow(ZipError);
    const outside = await writeZip([{ path: '../a', content: Buffer.from('a'), mode: 0o100_644 }], atMs);
    expect(() => readZip(outside)).toThrow("it names '../a', which is outside of it");
  });
});
