import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { seededIds } from '../../core/ids.ts';
import { makePlan } from '../plan/make-plan.ts';
import { prepare } from '../run/prepare.ts';
import { emptyState } from '../state/state.ts';
import type { Program, ProgramError } from './programs.ts';
import { errorOf, sortErrors, writeProgram } from './programs.ts';

/** The errors that Neargate finds in a program when it loads and checks it, and then when it plans it. */
export async function validateProgram(program: Program): Promise<ProgramError[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'neargate-program-'));
  try {
    writeProgram(program, directory);
    const ids = seededIds(1);
    const prepared = await prepare(directory, { variables: [], environment: {} }, [], ids);
    const diagnostics = [...prepared.diagnostics];
    if (prepared.configuration !== undefined) {
      const session = {
        ...prepared.configuration,
        directory,
        workingDirectory: directory,
        workspace: 'default',
        clock: systemClock,
        ids,
        signal: new AbortController().signal,
        startedAt: 0,
        say: () => undefined,
      };
      const plan = await makePlan(session, emptyState('lineage'), {
        mode: 'normal',
        targets: [],
        replace: [],
      });
      diagnostics.push(...plan.diagnostics);
    }
    return sortErrors(
      diagnostics
        // Whether variables have values is no question of the program.
        .filter(
          ({ severity, summary }) => severity === 'error' && summary !== 'No value for required variable',
        )
        .map(errorOf),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
