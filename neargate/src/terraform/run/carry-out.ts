import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Diagnostic } from '../../core/diagnostics.ts';
import { hasErrors, warningDiagnostic } from '../../core/diagnostics.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { checkFailedSummary } from '../evaluation/configuration-evaluator.ts';
import type { Plan } from '../plan/plan.ts';
import { outputsText } from '../rendering/output-text.ts';
import type { Style } from '../rendering/style.ts';
import { directoryFileName } from '../state/state-location.ts';
import { StateWriter } from '../state/state-writer.ts';
import { formatState } from '../state/state-file.ts';
import type { State } from '../state/state.ts';
import type { Output } from './report.ts';
import { report } from './report.ts';
import type { Session } from './session.ts';

/** Applies a plan without errors, keeps the state as it goes, and says how it ended. Resolves to the exit code. */
export async function carryOut(
  session: Session,
  plan: Plan,
  context: {
    readonly output: Output;
    readonly style: Style;
    readonly stateFile: string;
    readonly sources: ReadonlyMap<string, string>;
    /** The state before the plan was made. */
    readonly prior: State;
    /** What was found before: shown at the end, as the run's last word counts. */
    readonly warnings: readonly Diagnostic[];
  },
): Promise<number> {
  const { output, style, stateFile, sources, prior } = context;
  // Checks are evaluated again with what is there in the end.
  const warnings = context.warnings.filter(({ summary }) => summary !== checkFailedSummary);
  await rememberDirectory(stateFile, session.directory);
  const writer = new StateWriter(stateFile, plan.state);
  // What moved, and what was found to differ, is kept even when there is nothing to do.
  if (formatState(plan.state) !== formatState(prior)) writer.changedState();
  const { counts, diagnostics } = await applyPlan(session, plan, () => writer.changedState());
  await writer.flush();
  if (report(output, [...warnings, ...withTargetNote(plan, diagnostics)], sources)) return 1;
  const done =
    plan.mode === 'destroy'
      ? `Destroy complete! Resources: ${counts.destroyed} destroyed.`
      : `Apply complete! Resources: ${counts.added} added, ${counts.changed} changed, ${counts.destroyed} destroyed.`;
  output.emit({ kind: 'text', text: `\n${style.bold(style.green(done))}\n` });
  const { outputs } = plan.state;
  if (plan.mode === 'normal' && outputs.size > 0) {
    output.emit({
      kind: 'text',
      text: `\n${style.bold(style.green('Outputs:'))}\n\n${outputsText(outputs)}`,
    });
  }
  return 0;
}

async function rememberDirectory(stateFile: string, directory: string): Promise<void> {
  const folder = path.dirname(stateFile);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, directoryFileName), directory);
}

function withTargetNote(plan: Plan, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!plan.isLimited || hasErrors(diagnostics)) return diagnostics;
  return [
    ...diagnostics,
    warningDiagnostic(
      'Applied changes may be incomplete',
      'The plan was created with the -target option in effect, so some changes requested in the configuration may have been ignored and the output values may not be fully updated. Run the following command to verify that no other changes are pending:\n    terraform plan\n\nNote that the -target option is not suitable for routine use, and is provided only for exceptional situations such as recovering from errors or mistakes, or when Terraform specifically suggests to use it as part of an error message.',
    ),
  ];
}
