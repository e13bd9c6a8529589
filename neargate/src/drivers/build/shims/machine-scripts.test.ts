import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineScripts } from './machine-scripts.ts';

let directory: string;

/** A machine with the scripts in front of a few programs of its own. */
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'machine scripts '));
  const program = (folder: string, name: string, script: string) => {
    mkdirSync(path.join(directory, folder), { recursive: true });
    const file = path.join(directory, folder, name);
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  };
  for (const [name, script] of Object.entries(machineScripts)) program('shims', name, script);
  program('own', 'node', '#!/bin/sh\n');
  program('own', 'jq', '#!/bin/sh\n');
  program('own', 'dpkg-query', '#!/bin/sh\n[ "$4" = libpq-dev ] && echo installed\n');
  program('own', 'yum', '#!/bin/sh\necho "the real yum: $*"\n');
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function sh(command: string): { readonly status: number | null; readonly said: string } {
  const PATH = [`${directory}/shims`, `${directory}/own`, '/usr/bin', '/bin'].join(':');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    env: { PATH },
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}

describe('package managers', () => {
  it.each([
    'apt-get update -y',
    'yum clean all',
    'apt-get install -y --no-install-recommends jq',
    'sudo apt-get install -qq -o Dpkg::Use-Pty=0 -y nodejs=18.* libpq-dev ca-certificates',
    'apk add --no-cache --virtual .deps nodejs',
  ])('%s is content with what the machine has', (command) => {
    expect(sh(command)).toMatchObject({ status: 0 });
  });

  it('install nothing, and name what is missing', () => {
    const { status, said } = sh('apt-get install -y jq no-such-thing another-one');
    expect(status).toBe(100);
    expect(said).toContain('this machine does not have no-such-thing another-one.');
    expect(said).toContain('install no-such-thing another-one yourself');
  });

  it('hand over what only asks', () => {
    expect(sh('yum list installed')).toEqual({ status: 0, said: 'the real yum: list installed\n' });
  });
});

describe('sudo', () => {
  it('runs the command as whoever runs it', () => {
    expect(sh('echo text | sudo -E sh -c "cat; id -u"').said).toBe(`text\n${process.getuid?.() ?? 0}\n`);
    expect(sh('sudo -u nobody NAME=value sh -c \'echo "$NAME"\'').said).toBe('value\n');
    expect(sh('sudo -v').status).toBe(0);
    expect(sh('sudo false').status).toBe(1);
  });
});
