import { describe, expect, it } from 'vitest';
import { parseStatements } from '../iam/policy-document.ts';
import { mayDeliverLogs } from './log-bucket-policy.ts';

const request = {
  region: 'us-east-1',
  accountId: '123456789012',
  loadBalancerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1',
  objectArn: 'arn:aws:s3:::logs/alb/AWSLogs/123456789012/ELBAccessLogTestFile',
};
const service = { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' };

function allows(...overrides: object[]): boolean {
  const Statement = overrides.map((override) => ({
    Effect: 'Allow',
    Principal: service,
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::logs/*',
    ...override,
  }));
  return mayDeliverLogs(parseStatements(JSON.stringify({ Version: '2012-10-17', Statement })), request);
}

describe('mayDeliverLogs', () => {
  it.each([
    ['the log delivery service', {}],
    ["ELB's account in the region", { Principal: { AWS: 'arn:aws:iam::127311923021:root' } }],
    ['everybody', { Principal: '*' }],
    ['every action', { Action: ['s3:*'] }],
    ['the very folder', { Resource: 'arn:aws:s3:::logs/alb/AWSLogs/123456789012/*' }],
    ['the source account', { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }],
    [
      'the source load balancers',
      {
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:us-east-1:*:loadbalancer/*' },
        },
      },
    ],
  ])('takes a statement for %s', (_, statement) => {
    expect(allows(statement)).toBe(true);
  });

  it.each([
    ["another region's account", { Principal: { AWS: 'arn:aws:iam::033677994240:root' } }],
    ['another action', { Action: 's3:GetObject' }],
    ['another folder', { Resource: 'arn:aws:s3:::logs/AWSLogs/123456789012/*' }],
    ['another source account', { Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } }],
    [
      'a condition that a delivery cannot meet',
      { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
  ])('does not take a statement for %s', (_, statement) => {
    expect(allows(statement)).toBe(false);
  });

  it('obeys a denial', () => {
    expect(allows({}, { Effect: 'Deny' })).toBe(false);
  });
});
