import path from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostics.ts';
import { hasErrors } from '../core/diagnostics.ts';
import type { IdSource } from '../core/ids.ts';
import { makePlan } from './plan/make-plan.ts';
import { isEmptyPlan } from './plan/plan.ts';
import { readAddresses } from './plan/targets.ts';
import { plannedObjects } from './plan/planned-objects.ts';
import type { PlainObject, Provider } from './provider.ts';
import { planText } from './rendering/plan-text.ts';
import { textStyle } from './rendering/style.ts';
import { carryOut } from './run/carry-out.ts';
import { prepare } from './run/prepare.ts';
import type { Output } from './run/report.ts';
import { report } from './run/report.ts';
import type { RunRequest } from './run/run-request.ts';
import type { Session } from './run/session.ts';

import { showOutputs } from './run/show-outputs.ts';
import { lockState } from './state/state-lock.ts';
import { readStateFile } from './state/state-file.ts';
import { stateFileOf } from './state/state-location.ts';
import { emptyState } from './state/state.ts';

export type { RunRequest } from './run/run-request.ts';

/** The world a run happens in. */
export interface RunEnvironment {
  readonly providers: readonly Provider<unknown>[];
  /** The folder that holds the states of all root modules. */
  readonly stateRoot: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Gets the run's text as it comes, line ends included. */
  emit(line: { kind: 'text' | 'error'; text: string }): void;
  /**
   * Told once an apply's plan is made and before anything is done: gives the planned arguments of every resource of a type that
   * there is going to be, with null for what is not known yet.
   */
  planned?(objectsOf: (type: string) => readonly PlainObject[]): void;
  /** Aborting it stops the run gracefully: what is under way ends, nothing new begins, the state is kept. */
  readonly signal: AbortSignal;
  /** What `path.cwd` gives; the root module's directory when left out. */
  readonly workingDirectory?: string;
}

/**
 * Plans, applies, destroys or shows outputs as the `terraform` command does; `apply` and `destroy` do not ask for approval.
 * Resolves to the exit code that terraform would give. Rejects with `UserError` when the state file cannot be read.
 */
export async function runTerraform(request: RunRequest, environment: RunEnvironment): Promise<number> {
  const output: Output = {
    color: request.color,
    width: request.width,
    emit: (line) => environment.emit(line),
  };
  const directory = path.resolve(request.directory);
  const workspace = request.workspace ?? 'default';
  if (request.action === 'output') {
    return showOutputs(request, output, environment.stateRoot, directory, workspace);
  }
  const prepared = await prepare(directory, request, environment.providers, environment.ids);
  const addressProblems: Diagnostic[] = [];
  const targets = readAddresses(request.targets ?? [], addressProblems);
  const replace = readAddresses(request.replace ?? [], addressProblems);
  const diagnostics = [...prepared.diagnostics, ...addressProblems];
  const { configuration, sources } = prepared;
  if (configuration === undefined || hasErrors(diagnostics)) {
    report(output, diagnostics, sources);
    return 1;
  }
  const stateFile = await stateFileOf(environment.stateRoot, directory, workspace);
  const lock =
    request.action === 'plan' ? undefined : await lockState(stateFile, request.action, environment);
  if (lock?.acquired === false) {
    report(output, [...diagnostics, lock.diagnostic], sources);
    return 1;
  }
  try {
    const session: Session = {
      ...configuration,
      directory,
      workingDirectory: environment.workingDirectory ?? directory,
      workspace,
      clock: environment.clock,
      ids: environment.ids,
      signal: environment.signal,
      startedAt: environment.clock.now(),
      say: (line) => output.emit({ kind: 'text', text: `${request.color ? boldHead(line) : line}\n` }),
    };
    const prior = (await readStateFile(stateFile)) ?? emptyState(environment.ids.uuid());
    const mode = request.action === 'destroy' ? 'destroy' : 'normal';
    const plan = await makePlan(session, prior, { mode, targets, replace });
    const problems = [...diagnostics, ...plan.diagnostics];
    const failed = hasErrors(problems);
    const style = textStyle(request.color);
    output.emit({ kind: 'text', text: planText(plan, { style, width: request.width, failed }) });
    if (!failed && request.action === 'apply') environment.planned?.((type) => plannedObjects(plan, type));
    if (!failed && request.action !== 'plan') {
      return await carryOut(session, plan, { output, style, stateFile, sources, prior, warnings: problems });
    }
    report(output, problems, sources);
    if (failed) return 1;
    return request.detailedExitCode === true && !isEmptyPlan(plan) ? 2 : 0;
  } finally {
    if (lock?.acquired === true) await lock.release();
  }
}

/** Progress lines are bold up to what follows the dots or the time, as Terraform's are. */
function boldHead(line: string): string {
  const [, head = line, rest = ''] = /^(.*?)((?: \[id=.*)?)$/.exec(line) ?? [];
  return `\u001b[1m${head}\u001b[0m${rest}`;
}
