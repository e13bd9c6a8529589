import { describe, expect, it } from 'vitest';
import { parseImageReference } from './image-reference.ts';

const digest = `sha256:${'0'.repeat(64)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['bitnami/redis:7.2', { registry: 'docker.io', repository: 'bitnami/redis', tag: '7.2' }],
    ['localhost/app', { registry: 'localhost', repository: 'app', tag: 'latest' }],
    ['localhost:4566/team/app:1', { registry: 'localhost:4566', repository: 'team/app', tag: '1' }],
    [`public.ecr.aws/x/y@${digest}`, { registry: 'public.ecr.aws', repository: 'x/y', digest }],
    [`app:1@${digest}`, { registry: 'docker.io', repository: 'library/app', tag: '1', digest }],
  ])('reads %s', (text, expected) => {
    expect(parseImageReference(text)).toEqual(expected);
  });

  it.each(['', 'UPPER/case', 'name:', 'name@sha256:short', 'a//b', 'a:b:c/d e'])('refuses %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });
});
