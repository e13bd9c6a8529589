import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findProcessesByEnvironment } from '../task/process/process-identity.ts';
import { BuildShell, ShellStartError } from './build-shell.ts';
import { missingProgramIn } from './missing-program.ts';
import { ShellOutput } from './shell-output.ts';

function openShell(shell: 'sh' | 'bash' = 'sh', environment: Record<string, string> = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'build-shell-'));
  const lines: string[] = [];
  const marker = `BUILD_MARKER=${path.basename(root)}`;
  const opened = new BuildShell({
    shell,
    workingDirectory: root,
    environment: { PATH: process.env['PATH'] ?? '', BUILD_MARKER: path.basename(root), ...environment },
    directory: path.join(root, 'shell'),
    marker,
    onLine: (line) => lines.push(line),
    onStart: () => undefined,
  });
  onTestFinished(async () => {
    await opened.end();
    rmSync(root, { recursive: true });
  });
  return { shell: opened, lines, root, marker };
}

describe.each(['sh', 'bash'] as const)('a build in %s', (kind) => {
  it('goes on in the same directory with the same variables', async () => {
    const { shell, lines, root } = openShell(kind);
    expect(await shell.run('mkdir inner && cd inner')).toBe(0);
    expect(await shell.run('TAG="a \'b\' \\"c\\""; export OUT=1')).toBe(0);
    expect(await shell.run('greet() { echo "hello $1"; }')).toBe(0);
    expect(await shell.run('pwd; echo "$TAG"; greet you; sh -c \'echo "[$OUT][$TAG]"\'')).toBe(0);
    expect(lines).toEqual([path.join(root, 'inner'), 'a \'b\' "c"', 'hello you', '[1][]']);
  });

  it('goes on after a command that ends its shell', async () => {
    const { shell, lines, root } = openShell(kind);
    await shell.run("cd /; A='1\n2'; export B='x y'");
    expect(await shell.run('echo before; exit 7')).toBe(7);
    expect(await shell.run('echo "$A"; pwd; sh -c \'echo "$B"\'')).toBe(0);
    expect(lines).toEqual(['before', '1', '2', '/', 'x y']);
    expect(await shell.run(`exec false`)).toBe(1);
    expect(await shell.run('kill -9 $$')).toBe(137);
    expect(await shell.run('set -e\nfalse\necho never')).toBe(1);
    expect(await shell.run('false; echo "on [$A]"')).toBe(0);
    expect(lines.at(-1)).toBe('2]');
    expect(await shell.run(`cd ${root}; exit 0`)).toBe(0);
    expect(await shell.run('pwd')).toBe(0);
    expect(lines.at(-1)).toBe(root);
  });

  it('keeps what a command sets for itself from those that follow', async () => {
    const { shell, lines } = openShell(kind);
    await shell.run('set -x; exec > hidden.txt; echo inside');
    lines.length = 0;
    expect(await shell.run('echo shown; echo "[$UNKNOWN]"')).toBe(0);
    expect(await shell.run('read answer; echo "got [$answer]"')).toBe(0);
    expect(lines).toEqual(['shown', '[]', 'got []']);
  });

  it('says what does not parse and what is missing', async () => {
    const { shell, lines } = openShell(kind);
    expect(await shell.run('if then')).not.toBe(0);
    expect(lines.join('\n')).toMatch(/script\.sh.*[Ss]yntax error/);
    expect(await shell.run('no-such-program --now')).toBe(127);
    expect(missingProgramIn(lines.at(-1) ?? '')).toBe('no-such-program');
    expect(await shell.run('echo on')).toBe(0);
  });
});

describe('a build shell', () => {
  it('delivers what both streams say in whole lines, however it comes', async () => {
    const { shell, lines } = openShell();
    expect(await shell.run('printf one; printf "two\\nthree"')).toBe(0);
    expect(await shell.run('i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done')).toBe(0);
    expect(lines).toHaveLength(3002);
    expect(lines.slice(0, 3)).toEqual(['onetwo', 'three', 'line 0']);
    expect(lines.at(-1)).toBe('line 2999');
    expect(await shell.run('echo wrong >&2; false')).toBe(1);
    expect(lines.at(-1)).toBe('wrong');
  });

  it('leaves processes in the background until it ends, and none afterwards', async () => {
    const { shell, marker, root } = openShell();
    expect(await shell.run('sleep 300 & echo $! > pid; setsid sleep 300 &')).toBe(0);
    expect(await shell.run('exit 1')).toBe(1);
    expect(await shell.run('kill -0 "$(cat pid)"')).toBe(0);
    expect(findProcessesByEnvironment(marker).length).toBeGreaterThan(1);
    await shell.end();
    expect(findProcessesByEnvironment(marker)).toEqual([]);
    expect(readFileSync(path.join(root, 'pid'), 'utf8')).toMatch(/^\d+\n$/);
  });

  it('ends a command that runs', async () => {
    const { shell } = openShell();
    const running = shell.run('sleep 300');
    setTimeout(() => shell.kill(), 50);
    expect(await running).toBe(137);
    expect(await shell.run('echo never')).toBe(137);
  });

  it('that does not exist is said', async () => {
    const { shell } = openShell('bash', { PATH: '/nowhere' });
    await expect(shell.run('true')).rejects.toThrow(ShellStartError);
  });
});

it('a mark is found wherever the chunks are cut', () => {
  const text = 'one\nneargate-abc is not a mark\nthree neargate-abcd:12;next neargate-';
  for (let cut = 1; cut < text.length; cut++) {
    const seen: (string | number)[] = [];
    const output = new ShellOutput(
      'neargate-abcd',
      (line) => seen.push(line),
      ({ exitCode }) => seen.push(exitCode),
    );
    output.write(Buffer.from(text.slice(0, cut)));
    output.write(Buffer.from(text.slice(cut)));
    output.end();
    expect(seen).toEqual(['one', 'neargate-abc is not a mark', 'three ', 12, 'next neargate-']);
  }
});
