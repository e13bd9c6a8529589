import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBuildContext } from './build-context.ts';

function project(...files: string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'neargate-context-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, '.git'));
  for (const file of [...files, 'terraform/main.tf']) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  return root;
}

const search = (root: string, extra: Partial<Parameters<typeof findBuildContext>[0]> = {}) =>
  findBuildContext({
    repositoryName: 'web',
    containerNames: ['app'],
    terraformDirectory: path.join(root, 'terraform'),
    buildspecFolders: [],
    ...extra,
  });

describe('findBuildContext', () => {
  it("prefers the folder of the project's buildspec", () => {
    const root = project('frontend/Dockerfile', 'web/Dockerfile');
    expect(search(root, { buildspecFolders: ['frontend'] })).toMatchObject({
      contextDirectory: path.join(root, 'frontend'),
    });
  });

  it('finds the folder named like the repository, and then the container', () => {
    const root = project('web/Dockerfile', 'app/Dockerfile');
    expect(search(root)).toMatchObject({ contextDirectory: path.join(root, 'web') });
    expect(search(root, { repositoryName: 'team/other' })).toMatchObject({
      contextDirectory: path.join(root, 'app'),
    });
  });

  it('finds folders under services, apps, packages and src', () => {
    const root = project('services/web/Dockerfile', 'other/Dockerfile');
    expect(search(root)).toMatchObject({ contextDirectory: path.join(root, 'services/web') });
  });

  it('takes the only Dockerfile, but never guesses between two', () => {
    expect(search(project('code/Dockerfile'))).toMatchObject({ found: true });
    expect(search(project('one/Dockerfile', 'two/Dockerfile'))).toMatchObject({ found: false });
  });

  it('takes no Dockerfile of a neighbour for the only one of a project that is no repository', () => {
    const root = project('neighbour/Dockerfile', 'plain/code/main.js', 'plain/terraform/main.tf');
    rmSync(path.join(root, '.git'), { recursive: true });
    const plain = path.join(root, 'plain');
    const found = () => search(root, { terraformDirectory: path.join(plain, 'terraform') });
    expect(found()).toMatchObject({ found: false });
    writeFileSync(path.join(plain, 'code/Dockerfile'), '');
    expect(found()).toMatchObject({ contextDirectory: path.join(plain, 'code') });
  });
});
