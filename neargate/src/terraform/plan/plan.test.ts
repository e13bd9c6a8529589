import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Engine } from '../testing/engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.create();
});
afterEach(() => engine.dispose());

test('a plan writes nothing', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  await engine.run('plan');
  expect(engine.cloud.log).toEqual([]);
  expect((await engine.run('plan')).text).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
});

test('-detailed-exitcode tells whether there are changes', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  expect((await engine.run('plan', { detailedExitCode: true })).exitCode).toBe(2);
  expect((await engine.run('plan')).exitCode).toBe(0);
  await engine.apply();
  expect((await engine.run('plan', { detailedExitCode: true })).exitCode).toBe(0);
});

test('count grows and shrinks at its end, for_each by key', async () => {
  const configuration = (count: number, keys: string) => `
resource "fake_thing" "n" {
  count = ${count}
  name  = "n\${count.index}"
}
resource "fake_thing" "k" {
  for_each = toset(${keys})
  name     = each.key
}`;
  await engine.write({ 'main.tf': configuration(2, '["x", "y"]') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration(1, '["y", "z"]') });
  const { text } = await engine.run('plan');
  expect(text).toContain('# (because index [1] is out of range for count)');
  expect(text).toContain('# (because key ["x"] is not in for_each map)');
  expect(text).toContain('# fake_thing.k["z"] will be created');
  expect(text).toContain('Plan: 1 to add, 0 to change, 2 to destroy.');
});

test('a resource that gets count keeps its object as the first instance', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  await engine.apply();
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" {\n count = 1\n name = "a"\n}' });
  expect((await engine.run('plan')).text).toContain('# fake_thing.a has moved to fake_thing.a[0]');
  expect(await engine.doing(() => engine.apply())).toEqual([]);
  expect((await engine.run('plan')).text).toContain('No changes.');
});

test('modules repeat, nest and hand outputs on', async () => {
  await engine.write({
    'main.tf': `
module "m" {
  source   = "./m"
  for_each = { one = 1, two = 2 }
  name     = each.key
  size     = each.value
}
output "arns" { value = { for key, m in module.m : key => m.arn } }`,
    'm/main.tf': `
variable "name" { type = string }
variable "size" { type = number }
module "inner" {
  source = "./inner"
  name   = "inner-\${var.name}"
  size   = var.size
}
output "arn" { value = module.inner.arn }`,
    'm/inner/main.tf': `
variable "name" {}
variable "size" {}
resource "fake_thing" "t" {
  name = var.name
  size = var.size
}
output "arn" { value = fake_thing.t.arn }`,
  });
  const text = await engine.apply();
  expect(text).toContain('# module.m["one"].module.inner.fake_thing.t will be created');
  expect(text).toMatch(
    /arns = \{\n {2}"one" = "arn:fake:inner-one-\d"\n {2}"two" = "arn:fake:inner-two-\d"\n\}/,
  );
});

test('moved blocks rename resources and whole modules without touching objects', async () => {
  await engine.write({
    'main.tf': 'module "old" { source = "./m" }',
    'm/main.tf': 'resource "fake_thing" "a" { name = "a" }',
  });
  await engine.apply();
  await engine.write({
    'main.tf': 'module "new" { source = "./m" }\nmoved {\n from = module.old\n to = module.new\n}',
    'm/main.tf':
      'resource "fake_thing" "b" { name = "a" }\nmoved {\n from = fake_thing.a\n to = fake_thing.b\n}',
  });
  let text = '';
  expect(
    await engine.doing(async () => {
      text = await engine.apply();
    }),
  ).toEqual([]);
  expect(text).toContain('# module.old.fake_thing.a has moved to module.new.fake_thing.b');
});

test('data sources are read when planning, or when applying what they need', async () => {
  await engine.write({
    'main.tf': `
data "fake_lookup" "now" { name = "x" }
resource "fake_thing" "a" { name = data.fake_lookup.now.found }
data "fake_lookup" "later" { name = fake_thing.a.arn }
data "fake_lookup" "pending" {
  name       = "y"
  depends_on = [fake_thing.a]
}
output "later" { value = data.fake_lookup.later.found }`,
  });
  const { text } = await engine.run('plan');
  expect(engine.cloud.log).toEqual(['lookup x']);
  expect(text).toContain('data.fake_lookup.now: Read complete after 0s [id=lookup-x]');
  expect(text).toContain(
    '# data.fake_lookup.later will be read during apply\n  # (config refers to values not yet known)',
  );
  expect(text).toContain('# (depends on a resource or a module with changes pending)');
  expect(text).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  expect(await engine.apply()).toContain('later = "found arn:fake:found x-1"');
  expect((await engine.run('plan')).text).toContain('No changes.');
});

test('ignore_changes leaves alone what it names', async () => {
  const configuration = (size: number, name: string) => `
resource "fake_thing" "a" {
  name = "a"
  size = ${size}
  tags = { Name = "${name}", Kept = "${name}" }
  lifecycle { ignore_changes = [size, tags["Name"]] }
}`;
  await engine.write({ 'main.tf': configuration(1, 'x') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration(2, 'y') });
  const { text } = await engine.run('plan');
  expect(text).toContain('"Kept" = "x" -> "y"');
  expect(text).not.toContain('"Name" = "x" ->');
  expect(text).not.toContain('size');
});

test('prevent_destroy refuses a plan that would destroy', async () => {
  const configuration = (name: string) =>
    `resource "fake_thing" "a" {\n name = "${name}"\n lifecycle { prevent_destroy = true }\n}`;
  await engine.write({ 'main.tf': configuration('a') });
  await engine.apply();
  await engine.write({ 'main.tf': configuration('b') });
  const { exitCode, errors } = await engine.run('apply');
  expect(exitCode).toBe(1);
  expect(errors).toContain('Error: Instance cannot be destroyed');
  expect((await engine.run('destroy')).exitCode).toBe(1);
  expect(engine.cloud.objects.size).toBe(1);
});

test('finds objects that are gone or changed outside', async () => {
  await engine.write({
    'main.tf':
      'resource "fake_thing" "a" {\n name = "a"\n size = 1\n}\nresource "fake_thing" "b" { name = "b" }',
  });
  await engine.apply();
  const [a, b] = [...engine.cloud.objects.keys()];
  engine.cloud.objects.set(a ?? '', { ...engine.cloud.objects.get(a ?? ''), size: 7 });
  engine.cloud.objects.delete(b ?? '');
  const { text } = await engine.run('plan');
  expect(text).toContain('Note: Objects have changed outside of Terraform');
  expect(text).toContain('# fake_thing.b has been deleted');
  expect(text).toContain('~ size      = 7 -> 1');
  expect(text).toContain('Plan: 1 to add, 1 to change, 0 to destroy.');
});

test('replace_triggered_by follows changes of what it names', async () => {
  const configuration = (size: number) => `
resource "fake_thing" "a" {
  name = "a"
  size = ${size}
}
resource "fake_thing" "b" {
  name = "b"
  lifecycle { replace_triggered_by = [fake_thing.a.size] }
}`;
  await engine.write({ 'main.tf': configuration(1) });
  await engine.apply();
  await engine.write({ 'main.tf': configuration(2) });
  expect((await engine.run('plan')).text).toContain(
    '# fake_thing.b will be replaced due to changes in replace_triggered_by',
  );
  expect((await engine.doing(() => engine.apply())).filter((line) => line.endsWith(' b'))).toEqual([
    'delete b',
    'create b',
    'created b',
  ]);
});

test('-replace replaces, and -target limits with a warning', async () => {
  await engine.write({
    'main.tf': `
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" {
  name   = "b"
  policy = fake_thing.a.arn
}
resource "fake_thing" "c" { name = "c" }`,
  });
  const text = await engine.apply({ targets: ['fake_thing.b'] });
  expect(text).toContain('Warning: Resource targeting is in effect');
  expect([...engine.cloud.objects.values()].map(({ name }) => name)).toEqual(['a', 'b']);
  await engine.apply();
  const replaced = await engine.run('plan', { replace: ['fake_thing.c'] });
  expect(replaced.text).toContain('# fake_thing.c will be replaced, as requested');
  // What was made from a target goes with it.
  await engine.run('destroy', { targets: ['fake_thing.a'] });
  expect([...engine.cloud.objects.values()].map(({ name }) => name)).toEqual(['c']);
});

test('conditions refuse, checks warn', async () => {
  await engine.write({
    'main.tf': `
variable "size" { default = 1 }
resource "fake_thing" "a" {
  name = "a"
  size = var.size
  lifecycle {
    precondition {
      condition     = var.size < 10
      error_message = "size \${var.size} is too large"
    }
    postcondition {
      condition     = self.generated != "generated for nobody"
      error_message = "made for nobody"
    }
  }
}
check "size" {
  assert {
    condition     = fake_thing.a.size == 1
    error_message = "one would do"
  }
}`,
  });
  const refused = await engine.run('apply', { variables: [{ kind: 'value', text: 'size=11' }] });
  expect(refused.errors).toContain('Resource precondition failed');
  expect(refused.errors).toContain('size 11 is too large');
  const warned = await engine.run('apply', { variables: [{ kind: 'value', text: 'size=2' }] });
  expect(warned.exitCode).toBe(0);
  expect(warned.text.match(/one would do/g)).toHaveLength(1);
});

test('provider aliases and default tags reach the resources, and the state names the configuration', async () => {
  await engine.write({
    'main.tf': `
provider "fake" {
  region = "one"
  default_tags {
    tags = { Owner = "us" }
  }
}
provider "fake" {
  alias  = "two"
  region = "two"
}
resource "fake_thing" "a" {
  name = "a"
  tags = { Name = "a" }
}
resource "fake_thing" "b" {
  provider = fake.two
  name     = "b"
}`,
  });
  const text = await engine.apply();
  expect(text).toContain(`      + tags_all  = {
          + "Name"  = "a"
          + "Owner" = "us"
        }`);
  expect(engine.cloud.configurations.map(({ region }) => region)).toEqual(['one', 'two', 'one', 'two']);
  expect((await engine.run('plan')).text).toContain('No changes.');
});

test('an unknown resource type is recorded with a warning; an unknown data source is an error', async () => {
  await engine.write({
    'main.tf':
      'resource "fake_thng" "a" {\n name = "a"\n block { x = 1 }\n}\noutput "arn" { value = fake_thng.a.arn }',
  });
  const { text, exitCode } = await engine.run('apply');
  expect(exitCode).toBe(0);
  expect(text).toContain('Warning: Unknown resource type');
  expect(text).toContain('Did you mean "fake_thing"?');
  expect(text).toContain('# fake_thng.a will be created (unknown type, recorded only)');
  expect(text).toContain('arn = "arn:aws:recorded:::fake_thng.a.arn"');
  expect((await engine.run('plan')).text).toContain('No changes.');
  await engine.write({ 'main.tf': 'data "fake_lookp" "a" { name = "a" }' });
  expect((await engine.run('plan')).errors).toContain(
    'does not support data source "fake_lookp". Did you mean "fake_lookup"?',
  );
});

test('what was recorded is made once its type is known', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thng" "a" { name = "a" }' });
  await engine.apply();
  const [file = ''] = readdirSync(engine.stateRoot, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tfstate'))
    .map((name) => path.join(engine.stateRoot, name));
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('fake_thng', 'fake_thing'));
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  const { text, errors } = await engine.run('plan');
  expect(errors).toBe('');
  expect(text).toContain('# fake_thing.a will be created');
});

test('what is only stored is labelled', async () => {
  await engine.write({ 'main.tf': 'resource "fake_stored" "a" { name = "a" }' });
  expect((await engine.run('plan')).text).toContain('# fake_stored.a will be created (stored, not enforced)');
  await engine.write({ 'main.tf': 'resource "fake_policy" "a" { name = "a" }' });
  expect((await engine.run('plan')).text).toContain(
    '# fake_policy.a will be created (evaluated, not enforced)',
  );
});
