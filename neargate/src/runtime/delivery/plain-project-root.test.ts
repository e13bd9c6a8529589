import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainProjectRoot } from './plain-project-root.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'project root '));
  mkdirSync(path.join(root, 'deploy/terraform'), { recursive: true });
  mkdirSync(path.join(root, 'users'));
  writeFileSync(path.join(root, 'users/buildspec.yml'), '');
});

afterEach(() => rmSync(root, { recursive: true }));

describe('plainProjectRoot', () => {
  it('is the folder in which the build projects find their buildspecs', () => {
    expect(plainProjectRoot(path.join(root, 'deploy/terraform'), ['users/buildspec.yml'])).toBe(root);
    expect(plainProjectRoot(path.join(root, 'users'), ['buildspec.yml'])).toBe(path.join(root, 'users'));
  });

  it('is the folder around a Terraform folder where no buildspec says otherwise', () => {
    expect(plainProjectRoot(path.join(root, 'deploy/terraform'), [])).toBe(path.join(root, 'deploy'));
    expect(plainProjectRoot(path.join(root, 'deploy/terraform'), ['missing.yml'])).toBe(
      path.join(root, 'deploy'),
    );
    expect(plainProjectRoot(path.join(root, 'users'), [])).toBe(path.join(root, 'users'));
  });
});
