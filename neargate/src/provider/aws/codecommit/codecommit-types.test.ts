import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

describe('aws_codecommit_repository', () => {
  it('is created, and then there is nothing to do', async () => {
    const resource = world.resource('aws_codecommit_repository');
    const body = 'repository_name = "shop"\ndescription = "d"\ntags = { A = "1" }';
    expect(await resource.apply(body)).toMatchObject({
      id: 'shop',
      arn: 'arn:aws:codecommit:us-east-1:123456789012:shop',
      clone_url_http: expect.stringContaining('shop'),
      repository_id: expect.any(String),
    });
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('changes its name, description and tags in place', async () => {
    const resource = world.resource('aws_codecommit_repository');
    await resource.apply('repository_name = "shop"\ntags = { A = "1" }');
    const body = 'repository_name = "store"\ndescription = "d"\ntags = { B = "1" }';
    expect((await resource.plan(body)).action).toBe('update');
    expect(await resource.apply(body)).toMatchObject({ id: 'store' });
    expect((await resource.plan(body)).action).toBe('no-op');
    world.call('codecommit', 'UpdateRepositoryDescription', {
      repositoryName: 'store',
      repositoryDescription: 'other',
    });
    expect((await resource.plan(body)).action).toBe('update');
  });

  it('waits with its default branch until there is one', async () => {
    const resource = world.resource('aws_codecommit_repository');
    const body = 'repository_name = "shop"\ndefault_branch = "main"';
    await resource.apply(body);
    expect((await resource.plan(body)).action).toBe('no-op');
  });

  it('is planned anew when it is gone, and deleted', async () => {
    const resource = world.resource('aws_codecommit_repository');
    await resource.apply('repository_name = "shop"');
    world.call('codecommit', 'DeleteRepository', { repositoryName: 'shop' });
    expect((await resource.plan('repository_name = "shop"')).action).toBe('create');
    await resource.apply('repository_name = "shop"');
    await resource.destroy();
    expect(world.call('codecommit', 'ListRepositories', {}).repositories).toEqual([]);
  });
});

describe('aws_codecommit_trigger', () => {
  const body = (branch: string) => `
    repository_name = "shop"
    trigger {
      name            = "pushes"
      destination_arn = "arn:aws:sns:us-east-1:123456789012:pushes"
      branches        = ["${branch}"]
      events          = ["updateReference", "createReference"]
    }
    trigger {
      name            = "all"
      destination_arn = "arn:aws:lambda:us-east-1:123456789012:function:f"
      custom_data     = "shop"
      events          = ["all"]
    }`;
  const names = () =>
    world
      .call('codecommit', 'GetRepositoryTriggers', { repositoryName: 'shop' })
      .triggers?.map(({ name }) => name);

  it('puts all triggers of a repository, and takes them away', async () => {
    await world.resource('aws_codecommit_repository').apply('repository_name = "shop"');
    const resource = world.resource('aws_codecommit_trigger');
    expect(await resource.apply(body('main'))).toMatchObject({
      id: 'shop',
      configuration_id: expect.any(String) as string,
    });
    expect(names()?.toSorted()).toEqual(['all', 'pushes']);
    expect((await resource.plan(body('main'))).action).toBe('no-op');
    expect((await resource.plan(body('dev'))).action).toBe('replace');
    await resource.destroy();
    expect(names()).toEqual([]);
    expect(await resource.refresh()).toBeUndefined();
  });

  it('says that functions are not called', async () => {
    const { diagnostics } = await world.resource('aws_codecommit_trigger').plan(body('main'));
    expect(diagnostics.map(({ severity, detail }) => [severity, detail])).toEqual([
      ['warning', expect.stringContaining('the trigger "all" is kept') as string],
    ]);
  });
});
