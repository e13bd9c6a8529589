import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloneRepository } from './clone-repository.ts';
import { PhaseFailure } from './environment.ts';

/** A repository with two commits on `main`, the first tagged v1, and one on `side`. */
function repository() {
  const root = mkdtempSync(path.join(tmpdir(), 'clone-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const origin = path.join(root, 'origin');
  mkdirSync(origin);
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgSign=false', ...args],
      { cwd: origin, encoding: 'utf8' },
    ).trim();
  git('init', '--quiet', '--initial-branch=main');
  const commit = (text: string) => {
    writeFileSync(path.join(origin, 'file'), text);
    git('add', 'file');
    git('commit', '--quiet', '-m', text);
    return git('rev-parse', 'HEAD');
  };
  const first = commit('first');
  git('tag', 'v1');
  const second = commit('second');
  git('checkout', '--quiet', '-b', 'side');
  const side = commit('side');
  git('checkout', '--quiet', 'main');
  let clones = 0;
  const clone = async (version: string | undefined, depth = 0) => {
    const target = path.join(root, `clone-${clones++}`);
    mkdirSync(target);
    const resolved = await cloneRepository({
      // A URL, so that git does not copy the directory but fetches.
      url: `file://${origin}`,
      version,
      depth,
      target,
      signal: AbortSignal.timeout(20_000),
    });
    const commits = execFileSync('git', ['rev-list', '--count', 'HEAD'], { cwd: target, encoding: 'utf8' });
    return {
      resolved,
      text: readFileSync(path.join(target, 'file'), 'utf8'),
      commits: Number(commits),
      target,
    };
  };
  return { first, second, side, clone, origin };
}

describe('a repository is cloned', () => {
  it.each([
    ['at its default branch', undefined, 0, 'second', 2],
    ['at a branch', 'side', 0, 'side', 3],
    ['at the full name of a branch', 'refs/heads/side', 0, 'side', 3],
    ['at a tag', 'v1', 0, 'first', 1],
    ['without its history', undefined, 1, 'second', 1],
    ['at a branch without its history', 'side', 1, 'side', 1],
  ])('%s', async (_, version, depth, text, commits) => {
    const { clone } = repository();
    expect(await clone(version, depth)).toMatchObject({ text, commits });
  });

  it('at a commit, of which the id is told', async () => {
    const { clone, first, second } = repository();
    expect(await clone(first)).toMatchObject({ resolved: first, text: 'first' });
    const { resolved, target } = await clone(undefined);
    expect(resolved).toBe(second);
    expect(existsSync(path.join(target, '.git'))).toBe(true);
  });

  it("or not, with CodeBuild's reason", async () => {
    const { clone, origin } = repository();
    await expect(clone('nowhere')).rejects.toThrow(
      /^reference not found for primary source and source version nowhere/,
    );
    rmSync(origin, { recursive: true });
    await expect(clone('main')).rejects.toThrow(PhaseFailure);
  });
});
