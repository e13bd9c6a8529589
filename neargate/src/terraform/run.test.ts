import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import { managedObjects } from './state/managed-objects.ts';
import { Engine } from './testing/engine.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await Engine.create();
});
afterEach(() => engine.dispose());

test('works for a directory that holds nothing but outputs', async () => {
  await engine.write({
    'main.tf': 'output "a" { value = [1, "x"] }\noutput "b" { value = tomap({ k = true }) }',
  });
  const text = await engine.apply();
  expect(text).toContain('Changes to Outputs:\n  + a = [\n      + 1,\n      + "x",\n    ]');
  expect(text).toContain('without changing any real');
  expect((await engine.run('output')).text).toBe('a = [\n  1,\n  "x",\n]\nb = tomap({\n  "k" = true\n})\n');
  expect(await engine.apply()).toContain('No changes. Your infrastructure matches the configuration.');
});

test('output -json gives value, type and sensitivity; a name gives one; -raw gives the bare text', async () => {
  await engine.write({
    'main.tf': 'output "s" {\n value = "x<y"\n sensitive = true\n}\noutput "n" { value = 1234567890123456 }',
  });
  await engine.apply();
  expect((await engine.run('output', { format: 'json' })).text).toBe(`{
  "n": {
    "sensitive": false,
    "type": "number",
    "value": 1234567890123456
  },
  "s": {
    "sensitive": true,
    "type": "string",
    "value": "x\\u003cy"
  }
}
`);
  expect((await engine.run('output')).text).toBe('n = 1234567890123456\ns = <sensitive>\n');
  expect((await engine.run('output', { outputName: 's' })).text).toBe('"x<y"\n');
  expect((await engine.run('output', { outputName: 's', format: 'raw' })).text).toBe('x<y');
  const missing = await engine.run('output', { outputName: 'nope' });
  expect(missing.exitCode).toBe(1);
  expect(missing.errors).toContain('Error: Output "nope" not found');
});

test('keeps every digit of a number in the state', async () => {
  const number = '12345678901234567890.5';
  await engine.write({ 'main.tf': `output "n" { value = [${number}, 1e30] }` });
  await engine.apply();
  expect((await engine.run('output', { outputName: 'n', format: 'json' })).text).toBe(
    `[${number},1000000000000000000000000000000]\n`,
  );
  expect(await engine.apply()).toContain('No changes.');
});

test('says so when there are no outputs', async () => {
  const { exitCode, text } = await engine.run('output');
  expect(exitCode).toBe(0);
  expect(text).toContain('Warning: No outputs found');
  expect((await engine.run('output', { format: 'json' })).text).toBe('{}\n');
});

test('refuses an empty directory and a missing one', async () => {
  const empty = await engine.run('plan');
  expect(empty.exitCode).toBe(1);
  expect(empty.errors).toContain('Error: No configuration files');
  const missing = await engine.run('apply', { directory: path.join(engine.directory, 'nowhere') });
  expect(missing.errors).toContain('There is no directory');
});

test('names a module directory that does not exist, and where it is called', async () => {
  await engine.write({ 'main.tf': '\nmodule "m" { source = "./gone" }' });
  const { errors } = await engine.run('plan');
  expect(errors).toContain('Error: Unreadable module directory');
  expect(errors).toContain('on main.tf line 2');
});

test('reports several errors in one run, each with its place', async () => {
  await engine.write({
    'a.tf': 'resource "fake_thing" "a" {\n  nam = "a"\n}\n\noutput "x" { value = local.gone }',
    'b.tf': 'resource "fake_thing" "b" {\n  name = fake_thing.c.id\n  size = "many"\n}',
    'bad.tf': 'output "y" {',
  });
  const syntax = await engine.run('plan');
  expect(syntax.errors).toContain('on bad.tf line 1');
  await engine.write({ 'bad.tf': '' });
  const references = await engine.run('plan');
  expect(references.exitCode).toBe(1);
  expect(references.errors).toContain('on a.tf line 5, in output "x"');
  expect(references.errors).toContain('on b.tf line 2, in resource "fake_thing" "b"');
  await engine.write({
    'a.tf': 'resource "fake_thing" "a" {\n  nam = "a"\n}\n',
    'b.tf': 'resource "fake_thing" "b" {\n  name = "b"\n  size = 1000\n  kind = "odd"\n}',
  });
  const { errors } = await engine.run('plan');
  expect(errors).toContain('An argument named "nam" is not expected here. Did you mean "name"?');
  expect(errors).toContain('The argument "name" is required, but no definition was found.');
  expect(errors).toContain('expected size to be in the range (0 - 100), got 1000');
  expect(errors).toContain('expected kind to be one of ["plain" "fancy"], got odd');
});

test('variables come from the environment, tfvars files and options, the later ones winning', async () => {
  await engine.write({
    'main.tf': ['a', 'b', 'c', 'd', 'e']
      .map((name) => `variable "${name}" { default = "default" }\noutput "${name}" { value = var.${name} }`)
      .join('\n'),
    'terraform.tfvars': 'b = "tfvars"\nc = "tfvars"\nd = "tfvars"\ne = "tfvars"\n',
    'z.auto.tfvars': 'c = "auto"\nd = "auto"\ne = "auto"\n',
    'given.tfvars.json': '{ "d": "file", "e": "file" }',
  });
  await engine.apply({
    environment: { TF_VAR_a: 'environment', TF_VAR_b: 'environment' },
    variables: [
      { kind: 'file', text: path.join(engine.directory, 'given.tfvars.json') },
      { kind: 'value', text: 'e=option' },
    ],
  });
  expect((await engine.run('output')).text).toBe(
    'a = "environment"\nb = "tfvars"\nc = "auto"\nd = "file"\ne = "option"\n',
  );
});

test('variables are converted and validated, errors point at where the value was given', async () => {
  await engine.write({
    'main.tf': `
variable "size" {
  type = number
  validation {
    condition     = var.size > 1
    error_message = "The size must be above 1."
  }
}
variable "names" {
  type = list(string)
}
output "names" { value = var.names }`,
    'terraform.tfvars': 'size = 0\nnames = ["a"]\nnmes = []\n',
  });
  const { errors, text } = await engine.run('plan');
  expect(errors).toContain('Error: Invalid value for variable');
  expect(errors).toContain('on terraform.tfvars line 1');
  expect(errors).toContain('The size must be above 1.');
  expect(errors).toContain('This was checked by the validation rule at main.tf:4,3-13.');
  expect(text).toContain('does not declare a variable named "nmes"');
  const typed = await engine.run('plan', {
    variables: [
      { kind: 'value', text: 'size=abc' },
      { kind: 'value', text: 'names=["x", 1]' },
      { kind: 'value', text: 'other=1' },
    ],
  });
  expect(typed.errors).toContain(
    'Unsuitable value for var.size set using -var="size=...": a number is required.',
  );
  expect(typed.errors).toContain('A variable named "other" was assigned on the command line');
  await engine.write({ 'terraform.tfvars': '' });
  const missing = await engine.run('plan');
  expect(missing.errors).toContain('No value for required variable');
});

test('sensitive values are hidden in plans, kept in the state, and outputs of them must say so', async () => {
  await engine.write({
    'main.tf': `
variable "password" {
  default   = "hunter2"
  sensitive = true
}
resource "fake_thing" "a" {
  name   = "a"
  secret = "s3cret"
  policy = var.password
}
output "p" {
  value     = fake_thing.a.policy
  sensitive = true
}`,
  });
  const first = await engine.apply();
  expect(first).toContain('+ policy    = (sensitive value)');
  expect(first).not.toMatch(/hunter2|s3cret/);
  await engine.write({
    'main.tf': (await readFile(path.join(engine.directory, 'main.tf'), 'utf8')).replace('s3cret', 'other'),
  });
  const second = await engine.apply();
  expect(second).toContain('~ secret    = (sensitive value)');
  expect(second).not.toMatch(/hunter2|s3cret/);
  await engine.write({ 'out.tf': 'output "leak" { value = fake_thing.a.secret }' });
  expect((await engine.run('plan')).errors).toContain('Error: Output refers to sensitive values');
});

test('the state survives: another engine on the same folder knows the objects and their places', async () => {
  await engine.write({ 'main.tf': '\n\nresource "fake_thing" "a" { name = "a" }' });
  await engine.apply();
  expect(managedObjects(engine.stateRoot)).toMatchObject([
    {
      directory: engine.directory,
      address: 'fake_thing.a',
      type: 'fake_thing',
      source: 'registry.terraform.io/hashicorp/fake',
      id: 'a-1',
      arn: 'arn:fake:a-1',
      place: { file: path.join(engine.directory, 'main.tf'), line: 3 },
    },
  ]);
  expect((await engine.run('plan')).text).toContain('fake_thing.a: Refreshing state... [id=a-1]');
  await engine.write({ 'main.tf': '' });
  expect((await engine.run('destroy')).text).toContain('Destroy complete! Resources: 1 destroyed.');
  expect(managedObjects(engine.stateRoot)).toEqual([]);
});

test('an object is in the state file as soon as it exists, not only when its creation ends', async () => {
  await engine.write({
    'main.tf':
      'resource "fake_thing" "a" { name = "a" }\nresource "fake_thing" "b" {\n name = "b"\n policy = fake_thing.a.arn\n}',
  });
  const seen: string[][] = [];
  const kept = () => managedObjects(engine.stateRoot).map(({ id }) => id);
  engine.cloud.pause = async () => {
    await expect.poll(kept).toHaveLength(seen.length + 1);
    seen.push(kept());
  };
  await engine.apply();
  expect(seen).toEqual([['a-1'], ['a-1', 'b-2']]);
});

test('workspaces have states of their own', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = terraform.workspace }' });
  await engine.apply({ workspace: 'one' });
  await engine.apply({ workspace: 'two' });
  expect([...engine.cloud.objects.values()].map(({ name }) => name)).toEqual(['one', 'two']);
});

test('two runs do not change one state at once', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  let second: Promise<{ exitCode: number; errors: string }> | undefined;
  engine.cloud.pause = async () => {
    second ??= engine.run('apply');
    await second;
  };
  expect((await engine.run('apply')).exitCode).toBe(0);
  const refused = await second;
  expect(refused?.exitCode).toBe(1);
  expect(refused?.errors).toContain('Error: Error acquiring the state lock');
});

test('a damaged state file is reported, not overwritten', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  await engine.apply();
  const [folder = ''] = await readdir(engine.stateRoot);
  const file = path.join(engine.stateRoot, folder, 'default.tfstate');
  await writeFile(file, '{ "version": 4,');
  await expect(engine.run('apply')).rejects.toThrow('default.tfstate');
  expect(await readFile(file, 'utf8')).toBe('{ "version": 4,');
});

test('tells every ten seconds that an operation goes on, and what it waits for', async () => {
  const clock = new VirtualClock();
  engine.clock = clock;
  engine.cloud.pause = async (_, environment) => {
    environment.progress('waiting for the server to start');
    await clock.advance(21_000);
  };
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  const text = await engine.apply();
  expect(text).toContain(`fake_thing.a: Creating...
fake_thing.a: Still creating... [00m10s elapsed] (waiting for the server to start)
fake_thing.a: Still creating... [00m20s elapsed] (waiting for the server to start)
fake_thing.a: Creation complete after 21s [id=a-1]
`);
});

test('parts that depend on each other in a circle are an error', async () => {
  await engine.write({
    'main.tf': 'locals {\n a = local.b\n b = local.a\n}\noutput "a" { value = local.a }',
  });
  expect((await engine.run('plan')).errors).toMatch(/Error: Cycle: local\.(a, local\.b|b, local\.a)/);
});

test('colours and weight only when asked for', async () => {
  const escape = String.fromCharCode(27);
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  expect((await engine.run('plan', { color: true })).text).toContain(`${escape}[32m+${escape}[0m`);
  expect((await engine.run('plan')).text).not.toContain(escape);
});

test('a file that cannot be read is an error with its name', async () => {
  await engine.write({ 'main.tf': 'output "a" { value = 1 }', 'odd.tf/inside': 'x' });
  const { exitCode, errors } = await engine.run('plan');
  expect(exitCode).toBe(1);
  expect(errors).toContain('Error: Failed to read file');
  expect(errors).toContain('The file "odd.tf" could not be read');
});

test('destroys without any configuration what is in the state', async () => {
  await engine.write({ 'main.tf': 'resource "fake_thing" "a" { name = "a" }' });
  await engine.apply();
  await engine.write({ 'main.tf': '' });
  expect((await engine.run('apply')).errors).toContain('Error: No configuration files');
  expect((await engine.run('destroy')).text).toContain('Destroy complete! Resources: 1 destroyed.');
  expect((await engine.run('destroy')).text).toContain('No changes. No objects need to be destroyed.');
});
