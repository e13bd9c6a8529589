import { describe, expect, it } from 'vitest';
import { findProblems, type ProblemSources } from './problems.ts';

const nothing: ProblemSources = {
  images: [],
  listeners: [],
  databases: [],
  services: [],
  targets: [],
  connections: [],
  deliveries: [],
  missingReceivers: [],
  notifications: [],
  placeOf: (resource, argument) => `${resource}${argument === undefined ? '' : `/${argument.join('/')}`}:1`,
};

const target = {
  targetGroupName: 'users',
  targetGroupArn: 'tg',
  port: 3001,
  description: 'Health checks failed with these codes: [404]',
  healthCheckPath: '/healthz',
  denial: undefined,
};

describe('findProblems', () => {
  it('finds none where nothing is wrong', () => {
    expect(findProblems(nothing)).toEqual([]);
  });

  it('joins targets that fail in the same way and points at the health check path', () => {
    const targets = [
      { ...target, id: '10.0.1.4' },
      { ...target, id: '10.0.2.4' },
    ];
    expect(findProblems({ ...nothing, targets })).toEqual([
      {
        resource: 'target group users, targets 10.0.1.4:3001, 10.0.2.4:3001',
        cause: 'Health checks failed with these codes: [404] (path /healthz)',
        place: 'tg/health_check/path:1',
        remedy: expect.stringContaining('/healthz') as string,
      },
    ]);
  });

  it('gives the sentence of a denied connection and points at what stops it', () => {
    const denial = { at: 'sg-1', reason: 'No inbound rule allows TCP 3001.', remedy: 'Add one.' };
    expect(findProblems({ ...nothing, targets: [{ ...target, id: '10.0.1.4', denial }] })).toEqual([
      {
        resource: 'target group users, target 10.0.1.4:3001',
        cause: denial.reason,
        place: 'sg-1:1',
        remedy: denial.remedy,
      },
    ]);
  });

  it('tells how a container ended and what it wrote last', () => {
    const lastStop = {
      taskId: '0123456789abcdef',
      reason: 'Essential container in task exited',
      taskDefinitionArn: 'td',
      containers: [{ name: 'app', exitCode: 1, reason: undefined }],
      lastLines: ['Error: DB_HOST is missing'],
    };
    const service = { name: 'users', arn: 'svc', deploymentFailure: undefined, lastStop };
    const [found] = findProblems({ ...nothing, services: [service] });
    expect(found?.cause).toBe(
      'Essential container in task exited: container app exited with code 1\n      | Error: DB_HOST is missing',
    );
    expect(found?.place).toBe('td:1');
  });

  it('does not repeat a failed build as a failed pull', () => {
    const image = {
      repository: 'users',
      reference: 'localhost:4566/users:latest',
      cause: 'apk',
      place: 'Dockerfile:2',
    };
    const lastStop = {
      taskId: '0123456789abcdef',
      reason: 'CannotPullContainerError: failed to resolve ref localhost:4566/users:latest: not found',
      taskDefinitionArn: 'td',
      containers: [],
      lastLines: [],
    };
    const service = { name: 'users', arn: 'svc', deploymentFailure: undefined, lastStop };
    const found = findProblems({ ...nothing, images: [image], services: [service] });
    expect(found.map(({ place }) => place)).toEqual(['Dockerfile:2']);
  });
});
