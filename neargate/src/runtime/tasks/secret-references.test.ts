import { describe, expect, it } from 'vitest';
import { parseSecretReference } from './secret-references.ts';

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1-AbCdEf';

describe('parseSecretReference', () => {
  it('reads a whole secret', () => {
    expect(parseSecretReference(secretArn, 'us-east-1')).toEqual({
      kind: 'secret',
      region: 'eu-west-1',
      secretArn,
    });
  });

  it('reads the JSON key, the stage and the version behind it, each of which may be empty', () => {
    expect(parseSecretReference(`${secretArn}:password::`, 'us-east-1')).toEqual({
      kind: 'secret',
      region: 'eu-west-1',
      secretArn,
      jsonKey: 'password',
    });
    expect(parseSecretReference(`${secretArn}::AWSPREVIOUS:`, 'us-east-1')).toMatchObject({
      secretArn,
      versionStage: 'AWSPREVIOUS',
    });
    expect(parseSecretReference(`${secretArn}:::0b1c`, 'us-east-1')).toMatchObject({ versionId: '0b1c' });
  });

  it('reads parameters by ARN, with and without a path, and by name', () => {
    const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter';
    expect(parseSecretReference(`${arn}/token`, 'us-east-1')).toEqual({
      kind: 'parameter',
      region: 'eu-west-1',
      name: 'token',
    });
    expect(parseSecretReference(`${arn}/app/token`, 'us-east-1')).toMatchObject({ name: '/app/token' });
    expect(parseSecretReference('/app/token', 'us-east-1')).toEqual({
      kind: 'parameter',
      region: 'us-east-1',
      name: '/app/token',
    });
  });
});
