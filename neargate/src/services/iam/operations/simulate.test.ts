import { expect, it } from 'vitest';
import { createTestContext } from '../../test-context.ts';

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

it('simulates policies on the evaluator that calls are judged by', async () => {
  const { call } = await createTestContext();
  const own = policy(
    {
      Effect: 'Allow',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:username': 'ann' } },
    },
    { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
  );
  const input = { PolicyInputList: [own], ActionNames: ['s3:GetObject', 's3:DeleteObject', 'ecs:RunTask'] };
  const decisions = (
    entries: { ContextKeyName: string; ContextKeyType: 'string'; ContextKeyValues: string[] }[],
  ) =>
    call('iam', 'SimulateCustomPolicy', { ...input, ContextEntries: entries }).EvaluationResults?.map(
      ({ EvalDecision, MissingContextValues }) => [EvalDecision, MissingContextValues],
    );
  const ann = {
    ContextKeyName: 'aws:username',
    ContextKeyType: 'string',
    ContextKeyValues: ['ann'],
  } as const;
  expect(decisions([{ ...ann, ContextKeyValues: ['ann'] }])).toEqual([
    ['allowed', []],
    ['explicitDeny', []],
    ['implicitDeny', []],
  ]);
  expect(decisions([])?.[0]).toEqual(['implicitDeny', ['aws:username']]);

  call('iam', 'CreateUser', { UserName: 'ann' });
  call('iam', 'PutUserPolicy', {
    UserName: 'ann',
    PolicyName: 'own',
    PolicyDocument: policy({ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }),
  });
  const { EvaluationResults: [result] = [] } = call('iam', 'SimulatePrincipalPolicy', {
    PolicySourceArn: 'arn:aws:iam::123456789012:user/ann',
    ActionNames: ['ecs:RunTask'],
  });
  expect(result).toMatchObject({
    EvalDecision: 'allowed',
    MatchedStatements: [{ SourcePolicyId: 'inline policy own of user ann' }],
  });
});
