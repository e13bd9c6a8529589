import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { errorDiagnostic, hasErrors } from '../../core/diagnostics.ts';
import type { BlockSchema } from '../../hcl/schema-decoding.ts';
import { decodeBody } from '../../hcl/schema-decoding.ts';
import { toSourceRange } from '../../hcl/source.ts';
import { boolType, listType, mapType, stringType } from '../../hcl/types.ts';
import { containsMark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import type {
  ProvisionerConfiguration,
  ResourceConfiguration,
} from '../configuration/module-configuration.ts';
import type { ModuleScope } from '../evaluation/module-scope.ts';
import type { RepetitionData } from '../evaluation/repetition.ts';
import type { PlainObject } from '../provider.ts';
import { plainObjectOfValue } from '../schema/plain-values.ts';
import type { ApplyContext } from './apply-context.ts';

const localExec: BlockSchema = {
  attributes: {
    command: { type: stringType, required: true },
    interpreter: { type: listType(stringType), optional: true },
    working_dir: { type: stringType, optional: true },
    environment: { type: mapType(stringType), optional: true },
    quiet: { type: boolType, optional: true },
    when: { type: stringType, optional: true },
  },
  blocks: {},
};

interface Provisioned {
  readonly resource: ResourceConfiguration;
  readonly module: ModuleScope;
  readonly repetition: RepetitionData;
  readonly planned: { readonly change: { readonly text: string } };
}

/**
 * Runs a resource's local-exec provisioners of one kind, in order. Resolves to false when one failed that must not; that is
 * reported. https://developer.hashicorp.com/terraform/language/resources/provisioners/local-exec
 */
export async function runProvisioners(
  context: ApplyContext,
  instance: Provisioned,
  when: ProvisionerConfiguration['when'],
  self: Value,
): Promise<boolean> {
  for (const provisioner of instance.resource.provisioners) {
    if (provisioner.when !== when || provisioner.type !== 'local-exec') continue;
    const problems = await runLocalExec(context, instance, provisioner, self);
    const severity = provisioner.onFailure === 'continue' ? 'warning' : 'error';
    context.diagnostics.push(
      ...problems.map(
        (problem) => ({ ...problem, severity, address: instance.planned.change.text }) as const,
      ),
    );
    if (problems.length > 0 && severity === 'error') return false;
  }
  return true;
}

async function runLocalExec(
  { session, evaluator }: ApplyContext,
  { module, repetition, planned }: Provisioned,
  provisioner: ProvisionerConfiguration,
  self: Value,
): Promise<readonly Diagnostic[]> {
  const { text } = planned.change;
  const subject = toSourceRange(provisioner.span);
  const decoded = decodeBody(provisioner.body, localExec, evaluator.scope(module, { repetition, self }));
  if (hasErrors(decoded.diagnostics)) return decoded.diagnostics;
  const settings = plainObjectOfValue(decoded.value);
  const command = textOf(settings['command']) ?? '';
  const interpreter = textList(settings['interpreter']) ?? ['/bin/sh', '-c'];
  session.say(`${text}: Provisioning with 'local-exec'...`);
  const isSecret = containsMark(decoded.value, 'sensitive');
  if (settings['quiet'] === true) session.say(`${text} (local-exec): (output suppressed due to quiet mode)`);
  const words = [...interpreter, command];
  if (!isSecret && settings['quiet'] !== true) {
    session.say(`${text} (local-exec): Executing: [${words.map((word) => JSON.stringify(word)).join(' ')}]`);
  }
  const output: string[] = [];
  const failure = await execute(words, settings, session.directory, session.signal, (line) => {
    output.push(line);
    if (!isSecret) session.say(`${text} (local-exec): ${line}`);
  });
  if (failure === undefined) return [];
  const shown = isSecret
    ? 'Output suppressed due to sensitive value in config.'
    : `Output: ${output.join('\n')}`;
  return [
    errorDiagnostic(
      'local-exec provisioner error',
      `Error running command '${isSecret ? '(sensitive value)' : command}': ${failure}. ${shown}`,
      subject,
    ),
  ];
}

/** Resolves to why the command failed, or undefined. */
function execute(
  [program = '', ...args]: readonly string[],
  settings: PlainObject,
  directory: string,
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<string | undefined> {
  const workingDirectory = settings['working_dir'];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: typeof workingDirectory === 'string' ? path.resolve(directory, workingDirectory) : directory,
      env: { ...process.env, ...textMap(settings['environment']) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => {
      if (code === 0) resolve(undefined);
      else resolve(code === null ? `signal: ${killedBy ?? 'unknown'}` : `exit status ${code}`);
    });
  });
}

function textOf(value: PlainObject[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textList(value: PlainObject[string] | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.flatMap((word) => textOf(word) ?? []) : undefined;
}

function textMap(value: PlainObject[string] | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOf(text) ?? '']));
}
