import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, neargate, type Project } from './neargate-process.ts';

const testTimeoutMs = 120_000;

describe('a configuration that is not right', { timeout: testTimeoutMs }, () => {
  let project: Project;
  let count = 0;

  beforeAll(async () => {
    project = await createProject();
  });
  afterAll(() => project.remove());

  /** Plans a directory that holds these files. */
  const plan = async (files: Readonly<Record<string, string>>) => {
    const directory = path.join(project.directory, `configuration ${++count}`);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), text);
    }
    return { directory, ...(await neargate(project, 'plan', '--dir', directory)) };
  };

  it('shows several places of bad HCL at once, each with its line', async () => {
    const { exitCode, output } = await plan({
      'main.tf':
        'variable "name" {\n  type = strin\n}\n\nresource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16\n}\n',
      'other.tf': 'locals {\n  a = 1 +\n}\n\nresource "aws_vpc" {\n}\n',
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(
      /Error: Invalid multi-line string\n│\s*\n│ +on main\.tf line 6, in resource "aws_vpc" "main":/,
    );
    expect(output).toMatch(/Error: Invalid expression\n│\s*\n│ +on other\.tf line 2, in locals:/);
    expect(output).toMatch(/Error: Missing name for resource\n│\s*\n│ +on other\.tf line 5/);
    expect(output).toMatch(
      /Error: Invalid type specification\n│\s*\n│ +on main\.tf line 2, in variable "name":/,
    );
    expect(output).toMatch(/│ +6: {3}cidr_block = "10\.0\.0\.0\/16\n│ +\^\n/);
  });

  it('names the directory of a module that is not there', async () => {
    const { exitCode, output, directory } = await plan({
      'main.tf': 'module "network" {\n  source = "./modules/network"\n}\n',
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/on main\.tf line 1, in module "network":/);
    expect(output.replaceAll(/\n│ /g, ' ')).toContain(
      `The directory ${directory}/modules/network that module "network" names as its source ("./modules/network") does not exist.`,
    );
  });

  it('shows a mistake inside a module by the file of the module', async () => {
    const { exitCode, output } = await plan({
      'main.tf': 'module "network" {\n  source = "./modules/network"\n}\n',
      'modules/network/main.tf': 'resource "aws_vpc" "main" {\n  cidr_block = local.gone\n}\n',
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Reference to undeclared local value/);
    expect(output).toMatch(/on modules\/network\/main\.tf line 2, in resource "aws_vpc" "main":/);
  });

  it('suggests the argument that was meant, and names one that is missing', async () => {
    const { exitCode, output } = await plan({
      'main.tf':
        'resource "aws_vpc" "main" {\n  cidr_blok = "10.0.0.0/16"\n}\n\nresource "aws_ecs_cluster" "main" {\n}\n',
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Error: Unsupported argument\n│\s*\n│ +on main\.tf line 2/);
    expect(output).toContain(
      'An argument named "cidr_blok" is not expected here. Did you mean "cidr_block"?',
    );
    expect(output).toMatch(/Error: Missing required argument\n│\s*\n│ +on main\.tf line 5/);
    expect(output).toContain('The argument "name" is required, but no definition was found.');
  });

  it('records a type that it does not know, and says so with its place', async () => {
    const { exitCode, output, directory } = await plan({
      'main.tf': 'resource "aws_quantum_computer" "main" {\n  qubits = 3\n}\n',
    });
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Warning: Unknown resource type\n│\s*\n│ +on main\.tf line 1/);
    const applied = await neargate(project, 'apply', '--dir', directory);
    expect(applied).toMatchObject({ exitCode: 0 });
    expect(applied.output).toContain('Warning: Unknown resource type');
    expect(applied.output).toContain('aws_quantum_computer: aws_quantum_computer.main');
    expect(applied.output).toContain('Apply complete! Resources: 1 added');
  });

  it("refuses a Fargate size that does not exist in AWS's words, with the place, and resumes", async () => {
    const refused = await neargate(project, 'apply', '-var', 'cpu=300');
    expect(refused.exitCode).toBe(1);
    expect(refused.output.replaceAll(/\s*\n│ */g, ' ')).toContain(
      'ClientException: No Fargate configuration exists for given values: 300 CPU, 512 memory. See the Amazon ECS documentation for the valid values.',
    );
    expect(refused.output).toMatch(
      /with aws_ecs_task_definition\.web,\n│ +on main\.tf line \d+, in resource/,
    );
    const resumed = await neargate(project, 'apply');
    expect(resumed.exitCode).toBe(0);
    expect(resumed.output).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
  });

  it('says which directory does not exist', async () => {
    const { exitCode, output } = await neargate(project, 'plan', '--dir', 'nowhere');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      `The Terraform directory ${path.join(project.directory, 'nowhere')} does not exist.`,
    );
  });
});
