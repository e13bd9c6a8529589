import { expect, it } from 'vitest';
import { requiredText } from '../../arguments.ts';
import { createTypeWorld } from '../testing/type-world.ts';

it.each([
  ['aws_codestarconnections_connection', 'codestar-connections'],
  ['aws_codeconnections_connection', 'codeconnections'],
])('%s is a connection that the API knows', async (type, service) => {
  const world = await createTypeWorld();
  const resource = world.resource(type);
  const body = 'name = "github"\nprovider_type = "GitHub"\ntags = { A = "1" }';
  const created = await resource.apply(body);
  expect(created).toMatchObject({
    arn: expect.stringMatching(`^arn:aws:${service}:us-east-1:123456789012:connection/`) as string,
    connection_status: 'PENDING',
  });
  expect((await resource.plan(body)).action).toBe('no-op');
  await resource.apply(body.replace('A', 'B'));
  const ResourceArn = requiredText(created, 'arn');
  expect(world.call('codeconnections', 'ListTagsForResource', { ResourceArn }).Tags).toEqual([
    { Key: 'B', Value: '1' },
  ]);
  for (const by of ['name = "github"', `arn = "${ResourceArn}"`])
    expect(await world.data('aws_codestarconnections_connection', by)).toMatchObject({
      arn: ResourceArn,
      provider_type: 'GitHub',
    });
  await resource.destroy();
  expect((await resource.plan(body)).action).toBe('create');
  await expect(world.data('aws_codestarconnections_connection', 'name = "github"')).rejects.toThrow(
    "couldn't find resource",
  );
});

it('a host is kept and changed in place', async () => {
  const world = await createTypeWorld();
  const resource = world.resource('aws_codestarconnections_host');
  const body = (domain: string) =>
    `name = "inside"\nprovider_type = "GitHubEnterpriseServer"\nprovider_endpoint = "https://${domain}"\nvpc_configuration {\n vpc_id = "vpc-0123456789abcdef0"\n subnet_ids = ["subnet-0123456789abcdef0"]\n security_group_ids = ["sg-0123456789abcdef0"]\n}`;
  const created = await resource.apply(body('a.example.com'));
  expect((await resource.plan(body('a.example.com'))).action).toBe('no-op');
  expect(await resource.apply(body('b.example.com'))).toMatchObject({ id: created['id'] });
  await resource.destroy();
  expect((await resource.plan(body('b.example.com'))).action).toBe('create');
});
