import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { constants } from 'node:os';

import { findTool } from '../../rootfs/find-tool.ts';
import { quote } from '../../rootfs/shell-quote.ts';
import type { SpawnPlan } from '../../rootfs/rootfs.ts';
import { spawnInRootfs } from '../../rootfs/spawn.ts';
import type { ExecRequest, ExecSession, ExitResult, TerminalSize } from '../driver.ts';
import { sendSignal } from './process-identity.ts';

/** Starts what is planned as a command beside a container's program. */
export async function startExecSession(plan: SpawnPlan, request: ExecRequest): Promise<ExecSession> {
  const script = request.terminal === undefined ? undefined : findTool('script');
  const hasTerminal = request.terminal !== undefined && script !== undefined;
  const spawned = hasTerminal ? atTerminal(plan, script, request.terminal) : plan;
  const program = await spawnInRootfs(spawned, request.onOutput, { input: request.hasInput === true });
  const { child, pid } = program;
  // A command may end without reading what was written to it.
  child.stdin?.on('error', () => undefined);
  let hasEnded = false;
  void program.exited.then(() => (hasEnded = true));
  return {
    hasTerminal,
    ended: program.closed.then(() => exitResult(child.exitCode, child.signalCode)),
    write: (chunk) => void child.stdin?.write(chunk),
    endInput: () => void child.stdin?.end(),
    resize: (size) => (hasTerminal ? resizeTerminal(pid, size) : undefined),
    // Later the number may be another process's.
    kill: () => void (hasEnded || sendSignal(-pid, 'SIGKILL')),
  };
}

/** util-linux's script(1) makes a terminal without a native module: it copies between its own input and output and it. */
function atTerminal(plan: SpawnPlan, script: string, { columns, rows }: TerminalSize): SpawnPlan {
  const command = [plan.file, ...plan.args].map(quote).join(' ');
  const line = `${sizeCommand({ columns, rows }).map(quote).join(' ')}; exec ${command}`;
  return {
    ...plan,
    file: script,
    args: ['--quiet', '--return', '--flush', '--command', line, '/dev/null'],
    environment: { TERM: 'xterm-256color', ...plan.environment, SHELL: '/bin/sh' },
  };
}

function sizeCommand({ columns, rows }: TerminalSize, terminal?: string): string[] {
  const stty = findTool('stty') ?? 'stty';
  const where = terminal === undefined ? [] : ['-F', terminal];
  return [stty, ...where, 'cols', String(columns), 'rows', String(rows)];
}

/** The terminal is the standard input of the program that script(1) has started. */
function resizeTerminal(scriptPid: number, size: TerminalSize): void {
  try {
    const [childPid] = readFileSync(`/proc/${scriptPid}/task/${scriptPid}/children`, 'utf8')
      .trim()
      .split(' ');
    const [file = '', ...args] = sizeCommand(size, readlinkSync(`/proc/${childPid}/fd/0`));
    execFile(file, args, () => undefined);
  } catch {
    // The command has ended meanwhile.
  }
}

function exitResult(code: number | null, signal: NodeJS.Signals | null): ExitResult {
  if (signal !== null) return { exitCode: 128 + constants.signals[signal], signal };
  return code === null ? {} : { exitCode: code };
}
