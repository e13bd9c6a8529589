import { afterEach, beforeEach, expect, test } from 'vitest';
import { Engine } from '../testing/engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.create();
});
afterEach(() => engine.dispose());

const chain = `
resource "fake_thing" "a" {
  name = "a"
}
resource "fake_thing" "b" {
  name = "b"
  policy = fake_thing.a.arn
}
resource "fake_thing" "c" {
  name = "c"
  depends_on = [fake_thing.b]
}`;

test('creates in the order of dependencies and destroys in the reverse', async () => {
  await engine.write({ 'main.tf': chain });
  expect(await engine.doing(() => engine.apply())).toEqual([
    'create a',
    'created a',
    'create b',
    'created b',
    'create c',
    'created c',
  ]);
  expect(await engine.doing(() => engine.run('destroy'))).toEqual(['delete c', 'delete b', 'delete a']);
  expect(engine.cloud.objects.size).toBe(0);
});

test('hands on what becomes known only when it is created', async () => {
  await engine.write({ 'main.tf': `${chain}\noutput "b" { value = upper(fake_thing.b.policy) }` });
  const text = await engine.apply();
  expect(text).toContain('+ policy    = (known after apply)');
  expect(text).toContain('b = "ARN:FAKE:A-1"');
});

test('runs what is independent at once, ten operations at most', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  let waiting = 0;
  engine.cloud.pause = () => {
    waiting += 1;
    if (waiting === 10) release();
    return gate;
  };
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n count = 15\n name = "a${count.index}"\n}' });
  await engine.apply();
  expect(engine.cloud.mostAtOnce).toBe(10);
  expect(engine.cloud.objects.size).toBe(15);
});

test('a second apply without a change does nothing and says so', async () => {
  await engine.write({
    'main.tf': `
resource "fake_thing" "a" {
  name = "a"
  size = 0
  zones = ["y", "x"]
  steps = []
  policy = jsonencode({ b = 1, a = 2 })
  tags = { Name = "a" }
  rule { port = 2 }
  rule {
    port = 1
    note = ""
  }
  setting { key = "k" }
}
resource "fake_stored" "s" { name = fake_thing.a.id }
output "id" { value = fake_thing.a.id }`,
  });
  await engine.apply();
  let second = '';
  expect(
    await engine.doing(async () => {
      second = await engine.apply();
    }),
  ).toEqual([]);
  expect(second).toContain(`
No changes. Your infrastructure matches the configuration.

Terraform has compared your real infrastructure against your configuration and found no differences, so no changes are
needed.

Apply complete! Resources: 0 added, 0 changed, 0 destroyed.

Outputs:

id = "a-1"
`);
});

test('updates in place what can be, and replaces what cannot: destroy first', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n name = "a"\n size = 1\n}' });
  await engine.apply();
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n name = "a"\n size = 2\n}' });
  expect(await engine.doing(() => engine.apply())).toEqual(['update a']);
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n name = "b"\n size = 2\n}' });
  expect(await engine.doing(() => engine.apply())).toEqual(['delete a', 'create b', 'created b']);
});

test('create_before_destroy holds for what the resource depends on too, and the old objects go last', async () => {
  const configuration = (name: string) => `
resource "fake_thing" "base" { name = "base-${name}" }
resource "fake_thing" "top" {
  name = "top-${name}"
  policy = fake_thing.base.arn
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "user" {
  name = "user"
  policy = fake_thing.top.arn
}`;
  await engine.write({ 'main.tf': configuration('1') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration('2') });
  expect(await engine.doing(() => engine.apply())).toEqual([
    'create base-2',
    'created base-2',
    'create top-2',
    'created top-2',
    'update user',
    'delete top-1',
    'delete base-1',
  ]);
});

test('a failure leaves undone what depends on it, goes on elsewhere, and the next apply resumes', async () => {
  await engine.write({
    'main.tf': `
resource "fake_thing" "bad" { name = "bad" }
resource "fake_thing" "after" {
  name = "after"
  policy = fake_thing.bad.arn
}
resource "fake_thing" "other" { name = "other" }
resource "fake_thing" "last" {
  name = "last"
  policy = fake_thing.other.arn
}
output "other" { value = fake_thing.other.id }
output "after" { value = fake_thing.after.id }`,
  });
  engine.cloud.failing.set('bad', 'at once');
  const failed = await engine.run('apply');
  expect(failed.exitCode).toBe(1);
  expect(failed.errors).toContain(`Error: creating Thing (bad): bad is not allowed
│
│   with fake_thing.bad,
│   on main.tf line 2, in resource "fake_thing" "bad":`);
  expect([...engine.cloud.objects.values()].map(({ name }) => name)).toEqual(['other', 'last']);
  expect((await engine.run('output')).text).toBe('other = "other-1"\n');
  engine.cloud.failing.clear();
  expect(await engine.doing(() => engine.apply())).toEqual([
    'create bad',
    'created bad',
    'create after',
    'created after',
  ]);
  expect((await engine.run('output')).text).toContain('after = "after-');
});

test('an object that was created half way is tainted, kept and replaced by the next apply', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  engine.cloud.failing.set('a', 'half way');
  const failed = await engine.run('apply');
  expect(failed.errors).toContain('creating Thing (a): a did not become available');
  expect(engine.cloud.objects.size).toBe(1);
  engine.cloud.failing.clear();
  let text = '';
  expect(
    await engine.doing(async () => {
      text = await engine.apply();
    }),
  ).toEqual(['delete a', 'create a', 'created a']);
  expect(text).toContain('# fake_thing.a is tainted, so must be replaced');
});

test('an old object that cannot be destroyed stays in the state as deposed and goes with the next apply', async () => {
  const configuration = (name: string) =>
    `resource "fake_thing" "a" {\n name = "${name}"\n lifecycle { create_before_destroy = true }\n}`;
  await engine.write({ 'main.tf': configuration('old') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration('new') });
  engine.cloud.stuck.add('old');
  const failed = await engine.run('apply');
  expect(failed.errors).toContain('deleting Thing (old): old is in use');
  expect(engine.cloud.objects.size).toBe(2);
  engine.cloud.stuck.clear();
  const text = await engine.apply();
  expect(text).toContain('(left over from a partially-failed replacement of this instance)');
  expect([...engine.cloud.objects.values()].map(({ name }) => name)).toEqual(['new']);
});

test('when the replacement cannot be created first, the old object is current again', async () => {
  const configuration = (name: string) =>
    `resource "fake_thing" "a" {\n name = "${name}"\n lifecycle { create_before_destroy = true }\n}`;
  await engine.write({ 'main.tf': configuration('old') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration('new') });
  engine.cloud.failing.set('new', 'at once');
  expect((await engine.run('apply')).exitCode).toBe(1);
  await engine.write({ 'main.tf': configuration('old') });
  expect(await engine.doing(() => engine.apply())).toEqual([]);
});

test('a provider whose result is not what was asked for is found out, and the object is kept', async () => {
  engine.cloud.isFaulty = true;
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n name = "a"\n size = 1\n}' });
  const { exitCode, errors } = await engine.run('apply');
  expect(exitCode).toBe(1);
  expect(errors).toContain('Provider produced inconsistent result after apply');
  expect(errors).toContain('unexpected new value for .size');
  expect((await engine.run('plan')).text).toContain('~ size      = 99 -> 1');
});

test('an interrupted apply ends what is under way, begins nothing new and keeps what there is', async () => {
  const controller = new AbortController();
  engine.signal = controller.signal;
  engine.cloud.pause = async (name) => {
    if (name === 'b') controller.abort();
  };
  await engine.write({ 'main.tf': chain });
  const { exitCode, errors } = await engine.run('apply');
  expect(exitCode).toBe(1);
  expect(errors).toContain('Error: execution halted');
  expect(engine.cloud.log.at(-1)).toBe('created b');
  engine.signal = new AbortController().signal;
  expect(await engine.doing(() => engine.apply())).toEqual(['create c', 'created c']);
});

test('what is destroyed with its block goes after what was made from it', async () => {
  await engine.write({ 'main.tf': chain });
  await engine.apply();
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  expect(await engine.doing(() => engine.apply())).toEqual(['delete c', 'delete b']);
});

test('local-exec provisioners run with the object as self; a failing one taints it', async () => {
  const configuration = (command: string) => `
resource "fake_thing" "a" {
  name = "a"
  provisioner "local-exec" {
    command = "${command}"
    environment = { ARN = self.arn }
  }
}`;
  await engine.write({ 'main.tf': configuration('echo got $ARN; exit 3') });
  const { exitCode, text, errors } = await engine.run('apply');
  expect(exitCode).toBe(1);
  expect(text).toContain('fake_thing.a (local-exec): got arn:fake:a-1');
  expect(errors).toContain('local-exec provisioner error');
  await engine.write({ 'main.tf': configuration('true') });
  expect(await engine.apply()).toContain('is tainted, so must be replaced');
});

test('a provider may be configured with what another one made, in a destroy too', async () => {
  await engine.write({
    'main.tf': `
resource "fake_thing" "base" { name = "base" }
provider "fake" {
  alias  = "inner"
  region = fake_thing.base.arn
}
resource "fake_thing" "inner" {
  provider = fake.inner
  name     = "inner"
}`,
  });
  await engine.apply();
  expect(engine.cloud.configurations.at(-1)).toMatchObject({ region: 'arn:fake:base-1' });
  expect(await engine.doing(() => engine.run('destroy'))).toEqual(['delete inner', 'delete base']);
  expect(engine.cloud.configurations.at(-1)).toMatchObject({ region: 'arn:fake:base-1' });
});

test('removed blocks forget an object or let it go', async () => {
  await engine.write({
    'main.tf': 'resource "fake_thing" "a" { name = "a" }\nresource "fake_thing" "b" { name = "b" }',
  });
  await engine.apply();
  await engine.write({
    'main.tf':
      'removed {\n from = fake_thing.a\n lifecycle { destroy = false }\n}\nremoved { from = fake_thing.b }',
  });
  let text = '';
  expect(
    await engine.doing(async () => {
      text = await engine.apply();
    }),
  ).toEqual(['delete b']);
  expect(text).toContain('fake_thing.a will no longer be managed by Terraform, but will not be destroyed');
  expect(text).toContain('Apply complete! Resources: 0 added, 0 changed, 1 destroyed.');
  expect((await engine.run('destroy')).text).toContain('No objects need to be destroyed.');
});

test('terraform_data keeps a value, gives it on and replaces itself by its triggers', async () => {
  const configuration = (input: string, trigger: number) => `
resource "terraform_data" "a" {
  input            = ${input}
  triggers_replace = [${trigger}]
}
output "a" { value = terraform_data.a.output }`;
  await engine.write({ 'main.tf': configuration('{ list = ["x"] }', 1) });
  await engine.apply();
  expect((await engine.run('output', { outputName: 'a', format: 'json' })).text).toBe('{"list":["x"]}\n');
  await engine.write({ 'main.tf': configuration('"y"', 1) });
  expect(await engine.apply()).toContain('0 added, 1 changed, 0 destroyed.');
  await engine.write({ 'main.tf': configuration('"y"', 2) });
  expect(await engine.apply()).toContain('1 added, 0 changed, 1 destroyed.');
  expect((await engine.run('plan')).text).toContain('No changes.');
});
