import { expect, it } from 'vitest';
import { renderAccess } from '../../cli/views/access.ts';
import { RecentDenials } from '../../services/iam/authorization/denials.ts';
import { createTestContext } from '../../services/test-context.ts';
import { readSettings } from '../settings.ts';
import { explainAccess } from './explain-access.ts';

it('says what a role may do, and what stands in the way of a call', async () => {
  const { context, call, clock } = await createTestContext();
  const plane = {
    store: context.store,
    clock,
    settings: readSettings({}, '/project'),
    denials: new RecentDenials(),
    accountCaller: () => context.caller,
  };
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const document = (...statements: object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  call('iam', 'CreateRole', { RoleName: 'web', AssumeRolePolicyDocument: document(trust) });
  const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' };
  call('iam', 'PutRolePolicy', { RoleName: 'web', PolicyName: 'own', PolicyDocument: document(read) });

  const ask = (action?: string, resource?: string) =>
    explainAccess(plane, { principal: 'web', action, resource });
  expect(ask('s3:GetObject', 'arn:aws:s3:::shop/a').verdict).toEqual({
    isAllowed: true,
    text: 'Read of inline policy own of role web allows it.',
  });
  expect(renderAccess(ask('s3:GetObject', 'arn:aws:s3:::other/a'))).toContain(
    'Read of inline policy own of role web allows the action, but on arn:aws:s3:::shop/* and not on arn:aws:s3:::other/a.',
  );
  expect(renderAccess(ask())).toContain('Policies are evaluated, not enforced');
  expect(renderAccess(ask())).toContain('  Allow s3:GetObject\n    on arn:aws:s3:::shop/*');
  expect(() => explainAccess(plane, { principal: 'none' })).toThrow('There is no role or user none.');
});
