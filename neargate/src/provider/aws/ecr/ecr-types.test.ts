import { beforeEach, describe, expect, it } from 'vitest';
import { createTypeWorld, type TypeWorld } from '../testing/type-world.ts';
import { sameLifecyclePolicy } from './lifecycle-policy-equivalence.ts';

let world: TypeWorld;

beforeEach(async () => {
  world = await createTypeWorld();
});

const rule = (priority: number, ...tags: string[]) => ({
  rulePriority: priority,
  description: 'expire',
  selection: {
    tagStatus: 'tagged',
    tagPrefixList: tags,
    countType: 'imageCountMoreThan',
    countNumber: 10,
  },
  action: { type: 'expire' },
});

describe('aws_ecr_repository', () => {
  it("is created with ECR's defaults, and then there is nothing to do", async () => {
    const repository = world.resource('aws_ecr_repository');
    expect(await repository.apply('name = "users"')).toMatchObject({
      id: 'users',
      arn: 'arn:aws:ecr:us-east-1:123456789012:repository/users',
      repository_url: 'localhost:4566/users',
      registry_id: '123456789012',
      image_tag_mutability: 'MUTABLE',
      encryption_configuration: [{ encryption_type: 'AES256' }],
      image_scanning_configuration: [{ scan_on_push: false }],
    });
    expect((await repository.plan('name = "users"')).action).toBe('no-op');
  });

  it('changes mutability, scanning and tags in place, encryption by replacement', async () => {
    const repository = world.resource('aws_ecr_repository');
    await repository.apply('name = "users"\ntags = { A = "1" }');
    const body = `
      name                 = "users"
      image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"
      image_tag_mutability_exclusion_filter {
        filter      = "latest*"
        filter_type = "WILDCARD"
      }
      image_scanning_configuration {
        scan_on_push = true
      }
      tags = { B = "2" }`;
    expect((await repository.plan(body)).action).toBe('update');
    await repository.apply(body);
    expect((await repository.plan(body)).action).toBe('no-op');
    expect(repository.state).toMatchObject({ tags_all: { B: '2' } });
    const encrypted = 'name = "users"\nencryption_configuration {\nencryption_type = "KMS"\n}';
    expect((await repository.plan(encrypted)).action).toBe('replace');
  });

  it('sees what was changed elsewhere', async () => {
    const repository = world.resource('aws_ecr_repository');
    await repository.apply('name = "users"');
    world.call('ecr', 'PutImageTagMutability', { repositoryName: 'users', imageTagMutability: 'IMMUTABLE' });
    world.call('ecr', 'TagResource', {
      resourceArn: 'arn:aws:ecr:us-east-1:123456789012:repository/users',
      tags: [{ Key: 'By', Value: 'hand' }],
    });
    expect((await repository.plan('name = "users"')).action).toBe('update');
    expect(await repository.apply('name = "users"')).toMatchObject({ image_tag_mutability: 'MUTABLE' });
    expect((await repository.plan('name = "users"')).action).toBe('no-op');
    world.call('ecr', 'DeleteRepository', { repositoryName: 'users' });
    expect((await repository.plan('name = "users"')).action).toBe('create');
  });

  it('refuses exclusion filters that mean nothing', async () => {
    const body =
      'name = "users"\nimage_tag_mutability_exclusion_filter {\nfilter = "a"\nfilter_type = "WILDCARD"\n}';
    await expect(world.resource('aws_ecr_repository').apply(body)).rejects.toThrow(
      /can only be used when image_tag_mutability is set/,
    );
  });

  it('is deleted with its images only when that is allowed', async () => {
    const repository = world.resource('aws_ecr_repository');
    await repository.apply('name = "users"');
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [],
    });
    world.call('ecr', 'PutImage', { repositoryName: 'users', imageManifest: manifest, imageTag: '1' });
    await expect(repository.destroy()).rejects.toMatchObject({ code: 'RepositoryNotEmptyException' });
    await repository.apply('name = "users"\nforce_delete = true');
    expect(await world.data('aws_ecr_repository', 'name = "users"')).toMatchObject({
      most_recent_image_tags: ['1'],
    });
    await repository.destroy();
    await expect(world.data('aws_ecr_repository', 'name = "users"')).rejects.toThrow(
      "couldn't find resource",
    );
  });
});

describe('policies of a repository', () => {
  it('keeps a lifecycle policy, whatever the order of its rules', async () => {
    world.call('ecr', 'CreateRepository', { repositoryName: 'users' });
    const policy = world.resource('aws_ecr_lifecycle_policy');
    const body = (rules: object[]) =>
      `repository = "users"\npolicy = jsonencode(${JSON.stringify({ rules })})`;
    await policy.apply(body([rule(1, 'a', 'b'), rule(2, 'c')]));
    expect((await policy.plan(body([rule(2, 'c'), rule(1, 'b', 'a')]))).action).toBe('no-op');
    expect((await policy.plan(body([rule(1, 'a')]))).action).toBe('replace');
    await policy.destroy();
    expect(() => world.call('ecr', 'GetLifecyclePolicy', { repositoryName: 'users' })).toThrow();
  });

  it('tells policies apart', () => {
    const one = JSON.stringify({ rules: [rule(1, 'a')] });
    expect(sameLifecyclePolicy(one, JSON.stringify({ rules: [rule(1, 'b')] }))).toBe(false);
    expect(sameLifecyclePolicy('{', '{')).toBe(true);
  });

  it('keeps a repository policy and puts back what was changed elsewhere', async () => {
    world.call('ecr', 'CreateRepository', { repositoryName: 'users' });
    const resource = world.resource('aws_ecr_repository_policy');
    const statement = (action: string) => ({ Effect: 'Allow', Principal: '*', Action: [action] });
    const body = (action: string) =>
      `repository = "users"\npolicy = jsonencode(${JSON.stringify({
        Version: '2012-10-17',
        Statement: [statement(action)],
      })})`;
    await resource.apply(body('ecr:BatchGetImage'));
    expect((await resource.plan(body('ecr:BatchGetImage'))).action).toBe('no-op');
    world.call('ecr', 'SetRepositoryPolicy', {
      repositoryName: 'users',
      policyText: JSON.stringify({ Version: '2012-10-17', Statement: [statement('ecr:*')] }),
    });
    expect((await resource.plan(body('ecr:BatchGetImage'))).action).toBe('update');
    await expect(resource.plan('repository = "users"\npolicy = "{"')).rejects.toThrow(/invalid JSON policy/);
  });
});

describe('aws_ecr_authorization_token', () => {
  it('takes the token apart', async () => {
    const token = await world.data('aws_ecr_authorization_token', '');
    expect(token).toMatchObject({ user_name: 'AWS', proxy_endpoint: 'http://localhost:4566' });
    expect(token['password']).not.toBe('');
  });
});
