import { describe, expect, it } from 'vitest';
import { createTestContext } from '../../services/test-context.ts';
import { createInvoke } from '../../services/invoke.ts';
import type { BlockSchema, PlainObject, Schema } from '../../terraform/provider.ts';
import { SchemaCompiler } from '../../terraform/schema/compiled-schema.ts';
import { valueOfPlain } from '../../terraform/schema/plain-values.ts';
import { requiredText } from '../arguments.ts';
import { awsProvider } from './aws-provider.ts';
import { createTestWorld } from './test-world.ts';

async function provider() {
  const { context, clock } = await createTestContext();
  return awsProvider({
    invoke: createInvoke(context),
    clock,
    ids: context.ids,
    accountId: '123456789012',
    defaultRegion: 'eu-west-1',
  });
}

const { resourceTypes, dataSources, configuration } = await provider();
const schemas: [string, Schema][] = [
  ...Object.entries(resourceTypes).map(([name, type]): [string, Schema] => [name, type.schema]),
  ...Object.entries(dataSources).map(([name, type]): [string, Schema] => [`data.${name}`, type.schema]),
  ['provider', configuration],
];

describe.each(schemas)('the schema of %s', (name, schema) => {
  const compiler = new SchemaCompiler();

  it('compiles, refers only to arguments it has, and has defaults of its types', () => {
    const compiled = name === 'provider' ? compiler.configuration(schema) : compiler.resource(schema);
    for (const [attribute, { type, schema: written }] of compiled.attributes) {
      if (written.default !== undefined) {
        expect(() => valueOfPlain(written.default, type, attribute)).not.toThrow();
      }
    }
    for (const problem of problemsOf(schema, name)) expect.fail(problem);
  });
});

/** What a schema says that cannot be meant. */
function problemsOf(block: Pick<BlockSchema, 'attributes' | 'blocks'>, place: string): string[] {
  const names = new Set([...Object.keys(block.attributes), ...Object.keys(block.blocks ?? {})]);
  const problems: string[] = [];
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const rules = ['conflictsWith', 'exactlyOneOf', 'atLeastOneOf', 'requiredWith'] as const;
    for (const rule of rules) {
      for (const other of attribute[rule] ?? []) {
        if (!names.has(other) && place.includes('.') === false) {
          problems.push(`${place}.${name}: ${rule} names ${other}, which is not there`);
        }
      }
    }
    const isGiven = attribute.required === true || attribute.optional === true;
    if (!isGiven && attribute.computed !== true)
      problems.push(`${place}.${name} can be neither set nor computed`);
    if (attribute.required === true && attribute.default !== undefined) {
      problems.push(`${place}.${name} is required and has a default`);
    }
  }
  for (const [name, nested] of Object.entries(block.blocks ?? {})) {
    problems.push(...problemsOf(nested, `${place}.${name}`));
  }
  return problems;
}

describe('the aws provider', () => {
  it('merges default tags under a resource’s own and leaves ignored tags alone', async () => {
    const world = await createTestWorld({
      region: 'us-east-1',
      default_tags: [{ tags: { Project: 'neargate', Name: 'default' } }],
      ignore_tags: [{ keys: ['Managed'], key_prefixes: ['x-'] }],
    });
    const hcl = 'cidr_block = "10.0.0.0/16"\ntags = { Name = "own" }';
    const vpc = await world.apply('aws_vpc', hcl);
    expect(vpc).toMatchObject({ tags: { Name: 'own' }, tags_all: { Name: 'own', Project: 'neargate' } });
    world.call('ec2', 'CreateTags', {
      Resources: [requiredText(vpc, 'id')],
      Tags: [
        { Key: 'Managed', Value: 'by others' },
        { Key: 'x-a', Value: '1' },
      ],
    });
    const read = await world.refresh('aws_vpc', vpc);
    expect(world.plan('aws_vpc', hcl, read).action).toBe('no-op');
    world.call('ec2', 'DeleteTags', { Resources: [requiredText(vpc, 'id')], Tags: [{ Key: 'Project' }] });
    const without = await world.refresh('aws_vpc', vpc);
    expect(without?.['tags_all']).toEqual({ Name: 'own' });
    expect(world.plan('aws_vpc', hcl, without).action).toBe('update');
  });

  it('makes a resource in the region it asks for', async () => {
    const world = await createTestWorld();
    const vpc = await world.apply('aws_vpc', 'cidr_block = "10.0.0.0/16"\nregion = "eu-west-1"');
    expect(vpc['arn']).toContain(':eu-west-1:');
    expect(world.announced).toMatchObject([{ id: vpc['id'], region: 'eu-west-1' }]);
    expect(await world.refresh('aws_vpc', vpc)).toMatchObject({ region: 'eu-west-1' });
    expect(world.plan('aws_vpc', 'cidr_block = "10.0.0.0/16"\nregion = "eu-west-2"', vpc)).toMatchObject({
      action: 'replace',
      replaces: ['region'],
    });
    await world.destroy('aws_vpc', vpc);
    expect(await world.refresh('aws_vpc', vpc)).toBeUndefined();
  });

  it('checks the account and takes the region of the environment', async () => {
    const aws = await provider();
    const configure = (block: PlainObject) => aws.configure(block);
    expect((await configure({})).caller.region).toBe('eu-west-1');
    expect((await configure({ region: 'us-west-2' })).caller.region).toBe('us-west-2');
    await expect(configure({ allowed_account_ids: ['111111111111'] })).rejects.toThrow('not allowed');
    await expect(configure({ forbidden_account_ids: ['123456789012'] })).rejects.toThrow('not allowed');
    expect((await configure({ allowed_account_ids: ['123456789012'] })).caller.accountId).toBe(
      '123456789012',
    );
  });
});
