import { describe, expect, it } from 'vitest';
import { createTestContext } from '../test-context.ts';

const service = 'codestar-connections';

async function connection() {
  const test = await createTestContext();
  const { ConnectionArn = '' } = test.call(service, 'CreateConnection', {
    ConnectionName: 'github',
    ProviderType: 'GitHub',
    Tags: [{ Key: 'a', Value: '1' }],
  });
  return { ...test, ConnectionArn };
}

describe('a connection', () => {
  it('is pending, and known under both names of the service', async () => {
    const { call, ConnectionArn } = await connection();
    expect(ConnectionArn).toMatch(
      /^arn:aws:codestar-connections:us-east-1:123456789012:connection\/[0-9a-f-]{36}$/,
    );
    expect(call(service, 'GetConnection', { ConnectionArn }).Connection).toMatchObject({
      ConnectionName: 'github',
      ConnectionStatus: 'PENDING',
      OwnerAccountId: '123456789012',
      ProviderType: 'GitHub',
    });
    const own = call('codeconnections', 'CreateConnection', {
      ConnectionName: 'new',
      ProviderType: 'GitLab',
    });
    expect(own.ConnectionArn).toMatch(/^arn:aws:codeconnections:/);
    const { Connections = [] } = call('codeconnections', 'ListConnections', {});
    expect(Connections.map(({ ConnectionName }) => ConnectionName)).toEqual(['github', 'new']);
    const { Connections: labs } = call(service, 'ListConnections', { ProviderTypeFilter: 'GitLab' });
    expect(labs).toHaveLength(1);
  });

  it('takes tags and is deleted', async () => {
    const { call, ConnectionArn: ResourceArn } = await connection();
    call(service, 'TagResource', { ResourceArn, Tags: [{ Key: 'b', Value: '2' }] });
    call(service, 'UntagResource', { ResourceArn, TagKeys: ['a'] });
    expect(call(service, 'ListTagsForResource', { ResourceArn }).Tags).toEqual([{ Key: 'b', Value: '2' }]);
    call(service, 'DeleteConnection', { ConnectionArn: ResourceArn });
    expect(() => call(service, 'GetConnection', { ConnectionArn: ResourceArn })).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });

  it('needs to know whose repositories it is for', async () => {
    const { call } = await connection();
    expect(() => call(service, 'CreateConnection', { ConnectionName: 'x' })).toThrow(
      expect.objectContaining({ code: 'InvalidInputException' }),
    );
  });
});

describe('a host', () => {
  it('is kept, changed, and deleted after its connections', async () => {
    const { call } = await createTestContext();
    const { HostArn = '' } = call(service, 'CreateHost', {
      Name: 'inside',
      ProviderType: 'GitHubEnterpriseServer',
      ProviderEndpoint: 'https://git.example.com',
    });
    call(service, 'UpdateHost', { HostArn, ProviderEndpoint: 'https://code.example.com' });
    expect(call(service, 'GetHost', { HostArn })).toMatchObject({
      Status: 'PENDING',
      ProviderEndpoint: 'https://code.example.com',
    });
    const { ConnectionArn } = call(service, 'CreateConnection', { ConnectionName: 'c', HostArn });
    expect(call(service, 'GetConnection', { ConnectionArn }).Connection?.ProviderType).toBe(
      'GitHubEnterpriseServer',
    );
    expect(() => call(service, 'DeleteHost', { HostArn })).toThrow(
      expect.objectContaining({ code: 'ConflictException' }),
    );
    call(service, 'DeleteConnection', { ConnectionArn });
    call(service, 'DeleteHost', { HostArn });
    expect(call(service, 'ListHosts', {}).Hosts).toEqual([]);
  });
});
