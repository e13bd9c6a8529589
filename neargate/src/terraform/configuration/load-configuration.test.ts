import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rangeText, spanText } from '../../hcl/source.ts';
import { typeToString } from '../../hcl/types.ts';
import { configurationGraph, cycleErrors } from '../graph/configuration-graph.ts';
import { loadConfiguration } from './load-configuration.ts';
import { moduleAt } from './module-configuration.ts';
import { providerConfigurationOf, providerSource } from './provider-inheritance.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'neargate-configuration-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const { root, diagnostics } = loadConfiguration(directory);
  if (root === undefined) throw new Error(diagnostics[0]?.detail ?? 'nothing was loaded');
  const problems = diagnostics.map(({ severity, summary, subject }) => {
    return `${severity === 'warning' ? 'warning ' : ''}${subject === undefined ? '' : `${rangeText(subject)} `}${summary}`;
  });
  return { root, problems, diagnostics };
}

describe('modules', () => {
  it('are loaded to any depth, each relative to the one that calls it', async () => {
    const { root, problems } = await load({
      'main.tf': 'module "a" { source = "./modules/a" }',
      'modules/a/main.tf': 'module "b" { source = "../b" }\nmodule "c" { source = "./c" }',
      'modules/b/main.tf': 'output "x" { value = path.module }',
      'modules/a/c/main.tf': 'module "d" { source = "../../b" }',
    });
    expect(problems).toEqual([]);
    expect(moduleAt(root, ['a', 'b'])?.relativeDirectory).toBe('modules/b');
    expect(moduleAt(root, ['a', 'c', 'd'])?.relativeDirectory).toBe('modules/b');
    expect(moduleAt(root, ['a', 'c', 'd'])?.outputs.has('x')).toBe(true);
    expect(moduleAt(root, ['a', 'nope'])).toBeUndefined();
  });

  it('may be called twice', async () => {
    const { root } = await load({
      'main.tf': 'module "a" { source = "./m" }\nmodule "b" { source = "./m" }',
      'm/main.tf': 'variable "x" {\n  default = 1\n}',
    });
    expect([...root.children.keys()]).toEqual(['a', 'b']);
  });

  it('that do not exist are named with what was looked for', async () => {
    const { diagnostics, problems } = await load({ 'main.tf': 'module "net" { source = "./network" }' });
    expect(problems).toEqual(['main.tf:1,1-13 Unreadable module directory']);
    expect(diagnostics[0]?.detail).toContain(path.join(directory, 'network'));
    expect(diagnostics[0]?.detail).toContain('does not exist');
  });

  it('without files say so', async () => {
    const { diagnostics } = await load({
      'main.tf': 'module "net" { source = "./network" }',
      'network/README.md': '',
    });
    expect(diagnostics[0]?.detail).toContain('contains no .tf files');
  });

  it.each([
    'terraform-aws-modules/vpc/aws',
    'git::https://example.com/vpc.git',
    'github.com/a/b',
    's3::https://x/y.zip',
  ])('from elsewhere (%s) are refused with what to do', async (source) => {
    const { diagnostics } = await load({ 'main.tf': `module "vpc" { source = "${source}" }` });
    expect(diagnostics[0]?.summary).toBe('Module is not local');
    expect(diagnostics[0]?.detail).toContain('Copy the module into this repository');
    expect(diagnostics[0]?.detail).toContain(source);
  });

  it('that call themselves are found', async () => {
    const { problems } = await load({
      'main.tf': 'module "a" { source = "./a" }',
      'a/main.tf': 'module "b" { source = "../b" }',
      'b/main.tf': 'module "a" { source = "../a" }',
    });
    expect(problems).toEqual(['b/main.tf:1,1-11 Module calls itself']);
  });

  it('report their own errors with their own file', async () => {
    const { problems } = await load({
      'main.tf': 'module "a" { source = "./a" }',
      'a/main.tf': 'output "x" {}\n',
    });
    expect(problems).toEqual(['a/main.tf:1,12-13 Missing required argument']);
  });
});

describe('variables', () => {
  it('have types, defaults, and rules', async () => {
    const { root, problems } = await load({
      'main.tf': `variable "size" {
  type        = object({ cpu = number, memory = optional(number, 512) })
  description = "Of a task."
  nullable    = false
  sensitive   = true
  validation {
    condition     = var.size.cpu > 0
    error_message = "Must be more than nothing."
  }
}
variable "bare" {}
`,
    });
    expect(problems).toEqual([]);
    const size = root.variables.get('size');
    expect(size).toMatchObject({ description: 'Of a task.', nullable: false, sensitive: true, typed: true });
    expect(size === undefined ? '' : typeToString(size.constraint.type)).toBe(
      'object({cpu=number, memory=optional(number)})',
    );
    expect(size?.validations).toHaveLength(1);
    expect(root.variables.get('bare')).toMatchObject({ nullable: true, typed: false, default: undefined });
  });

  it.each([
    ['variable "a" {\n  default = null\n  nullable = false\n}', 'Invalid default value for variable'],
    ['variable "a" {\n  type = list(number)\n  default = ["x"]\n}', 'Invalid default value for variable'],
    ['variable "a" {\n  default = var.b\n}', 'Variables not allowed'],
    ['variable "a" {\n  default = [f(1)]\n}', 'Function calls not allowed'],
    ['variable "version" {}', 'Invalid variable name'],
    ['variable "a b" {}', 'Invalid variable name'],
    ['variable "a" {\n  typ = string\n}', 'Unsupported argument'],
    ['variable "a" {\n  sensitive = "maybe"\n}', 'Unsuitable value type'],
  ])('%j is refused', async (text, summary) => {
    const { diagnostics } = await load({ 'main.tf': text });
    expect(diagnostics.map((each) => each.summary)).toEqual([summary]);
  });
});

describe('files', () => {
  it('are read in the order of their names; what is no configuration is left alone', async () => {
    const { root, problems } = await load({
      'b.tf': 'locals { b = 1 }',
      'a.tf': 'locals { a = 1 }',
      'notes.md': 'output "x" {',
      '.hidden.tf': 'output "x" {',
      'a.tf~': 'output "x" {',
    });
    expect(problems).toEqual([]);
    expect([...root.locals.keys()]).toEqual(['a', 'b']);
  });

  it('in JSON syntax are refused by name', async () => {
    const { diagnostics } = await load({ 'main.tf': '', 'more.tf.json': '{}' });
    expect(diagnostics[0]).toMatchObject({ summary: 'JSON configuration is not supported' });
    expect(diagnostics[0]?.detail).toContain('more.tf.json');
  });

  it('that override change what others declare, argument by argument', async () => {
    const { root, problems } = await load({
      'main.tf': `resource "aws_instance" "web" {
  ami  = "a"
  type = "t"
  tags = { x = 1 }
  disk {
    size = 1
  }
}
locals {
  kept    = 1
  changed = 1
}
output "o" { value = 1 }
`,
      'main_override.tf': `resource "aws_instance" "web" {
  ami = "b"
  disk {
    size = 2
  }
}
locals { changed = 2 }
output "o" { value = 2 }
`,
    });
    expect(problems).toEqual([]);
    const web = root.resources.get('aws_instance.web')?.body;
    const text = (name: string) => {
      const attribute = web?.attributes.get(name);
      return attribute === undefined ? undefined : spanText(attribute.expression.span);
    };
    expect([text('ami'), text('type')]).toEqual(['"b"', '"t"']);
    expect(web?.blocks.map(({ body }) => body.attributes.get('size')?.expression.span.source.file)).toEqual([
      'main_override.tf',
    ]);
    const local = (name: string) => {
      const attribute = root.locals.get(name);
      return attribute === undefined ? undefined : spanText(attribute.expression.span);
    };
    expect([local('kept'), local('changed')]).toEqual(['1', '2']);
  });

  it('that override what is not there are refused', async () => {
    const { problems } = await load({ 'main.tf': '', 'override.tf': 'output "x" { value = 1 }' });
    expect(problems).toEqual(['override.tf:1,1-11 Missing base output declaration to override']);
  });

  it('must be there', async () => {
    const missing = loadConfiguration(path.join(directory, 'nope'));
    expect(missing.diagnostics[0]).toMatchObject({ summary: 'No configuration files' });
    const empty = loadConfiguration(directory);
    expect(empty.root).toBeUndefined();
    expect(empty.diagnostics[0]?.detail).toContain('contains no Terraform configuration files');
  });
});

describe('providers', () => {
  const files = {
    'main.tf': `terraform {
  required_providers {
    aws  = { source = "hashicorp/aws", version = "~> 6.0" }
    gh   = { source = "integrations/github" }
  }
}
provider "aws" {
  region = "us-east-1"
}
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
module "inherits" { source = "./m" }
module "given" {
  source    = "./m"
  providers = { aws = aws.west }
}
resource "aws_vpc" "a" {}
resource "aws_vpc" "b" { provider = aws.west }
resource "aws_vpc" "c" { provider = aws.east }
`,
    'm/main.tf': 'resource "aws_subnet" "x" {}',
  };

  it('are found by alias, inherited by modules, or handed to them', async () => {
    const { root, problems } = await load(files);
    expect(problems).toEqual([]);
    const of = (modulePath: string[], resource: string) => {
      const module = moduleAt(root, modulePath) ?? root;
      const provider = module.resources.get(resource)?.provider;
      if (provider === undefined) throw new Error(`no resource ${resource}`);
      const { key, found, module: owner } = providerConfigurationOf(root, module, provider);
      return [key, found, owner === root];
    };
    expect(of([], 'aws_vpc.a')).toEqual(['aws', true, true]);
    expect(of([], 'aws_vpc.b')).toEqual(['aws.west', true, true]);
    expect(of([], 'aws_vpc.c')).toEqual(['aws.east', false, true]);
    expect(of(['inherits'], 'aws_subnet.x')).toEqual(['aws', true, true]);
    expect(of(['given'], 'aws_subnet.x')).toEqual(['aws.west', true, true]);
  });

  it('have full source addresses', async () => {
    const { root } = await load(files);
    expect(providerSource(root, 'gh')).toBe('registry.terraform.io/integrations/github');
    expect(providerSource(root, 'random')).toBe('registry.terraform.io/hashicorp/random');
    expect(providerSource(root, 'terraform')).toBe('terraform.io/builtin/terraform');
  });

  it.each([
    ['provider "aws" {}\nprovider "aws" {}', 'Duplicate provider configuration'],
    ['provider "aws" { alias = "a" }\nprovider "aws" { alias = "a" }', 'Duplicate provider configuration'],
    [
      'terraform {\n  required_providers {\n    aws = { sorce = "hashicorp/aws" }\n  }\n}',
      'Invalid required_providers object',
    ],
  ])('%j is refused', async (text, summary) => {
    const { diagnostics } = await load({ 'main.tf': text });
    expect(diagnostics.map((each) => each.summary)).toEqual([summary]);
  });
});

describe('what surrounds the resources', () => {
  it('reads moved and removed blocks', async () => {
    const { root, problems } = await load({
      'main.tf': `moved {
  from = aws_vpc.old
  to   = module.net.aws_vpc.new["a"]
}
removed {
  from = aws_vpc.gone
  lifecycle {
    destroy = false
  }
}
`,
    });
    expect(problems).toEqual([]);
    expect(root.moved).toHaveLength(1);
    expect(root.removed).toMatchObject([{ destroy: false }]);
  });

  it('refuses import blocks with what happens without them', async () => {
    const { diagnostics } = await load({ 'main.tf': 'import {\n  to = aws_vpc.a\n  id = "vpc-1"\n}' });
    expect(diagnostics[0]).toMatchObject({ summary: 'Import blocks are not supported' });
    expect(diagnostics[0]?.detail).toContain('Remove the import block');
  });

  it('warns of a version of Terraform that is not followed, and of a backend that is not used', async () => {
    const { problems } = await load({
      'main.tf': 'terraform {\n  required_version = ">= 99.0"\n  backend "s3" {\n    bucket = "b"\n  }\n}',
    });
    expect(problems).toEqual([
      'warning main.tf:2,22-31 Unsupported Terraform Core version',
      'warning main.tf:3,3-15 Backend is not used',
    ]);
  });

  it('takes the version of the reference architecture without a word', async () => {
    const { problems } = await load({ 'main.tf': 'terraform {\n  required_version = ">= 1.9.0"\n}' });
    expect(problems).toEqual([]);
  });

  it('reads lifecycle, repetition and dependencies of a resource', async () => {
    const { root, problems } = await load({
      'main.tf': `resource "aws_vpc" "a" {
  for_each   = { x = 1 }
  depends_on = [aws_vpc.b]
  cidr       = each.key
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags, cidr]
    precondition {
      condition     = each.value > 0
      error_message = "No."
    }
  }
}
resource "aws_vpc" "b" {
  lifecycle {
    ignore_changes = all
  }
}
`,
    });
    expect(problems).toEqual([]);
    const resource = root.resources.get('aws_vpc.a');
    expect([...(resource?.body.attributes.keys() ?? [])]).toEqual(['cidr']);
    expect(resource?.repetition?.kind).toBe('for_each');
    expect(resource?.dependsOn).toHaveLength(1);
    expect(resource?.lifecycle).toMatchObject({ createBeforeDestroy: true, preventDestroy: false });
    expect(resource?.lifecycle.ignoreChanges).toHaveLength(2);
    expect(resource?.lifecycle.preconditions).toHaveLength(1);
    expect(root.resources.get('aws_vpc.b')?.lifecycle.ignoreChanges).toBe('all');
  });

  it('finds what depends on itself, through modules too', async () => {
    const { root } = await load({
      'main.tf': `locals {
  a = local.b
  b = local.c
  c = local.a
  d = local.a
}
module "m" {
  source = "./m"
  in     = module.m.out
}
`,
      'm/main.tf': 'variable "in" {}\noutput "out" { value = var.in }',
    });
    const [locals, module] = cycleErrors(configurationGraph(root)).map(({ summary }) => summary);
    expect(locals).toMatch(/^Cycle: (local\.[abc](, )?){3}$/);
    expect(module).toContain('module.m.var.in');
    expect(module).toContain('module.m.output.out');
  });
});
