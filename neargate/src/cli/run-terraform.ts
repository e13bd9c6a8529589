import { sharedAbortController } from '../core/shared-abort.ts';
import type { TerraformLine, TerraformRequest } from '../gateway/admin-protocol.ts';
import { readSettings } from '../runtime/settings.ts';
import type { Terminal } from './command.ts';
import { runningServer } from './connect.ts';

interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
}

/**
 * Runs the engine, in the server when one runs and in this process otherwise, and shows what it says as it says it.
 * Ctrl-C ends it as Terraform ends: what is under way finishes, nothing new is begun. Resolves to the exit code.
 */
export async function runTerraform(request: TerraformRequest, surroundings: Surroundings): Promise<number> {
  const { terminal, environment, workingDirectory } = surroundings;
  const interrupt = sharedAbortController();
  const onInterrupt = () => interrupt.abort(new Error('interrupted'));
  process.once('SIGINT', onInterrupt);
  try {
    const server = runningServer(environment, workingDirectory);
    if (server !== undefined) return await showLines(server.terraform(request, interrupt.signal), terminal);
    const { runStandalone } = await import('../runtime/terraform/run-standalone.ts');
    const settings = readSettings(environment, workingDirectory);
    const exitCode = await runStandalone(
      settings,
      request,
      (line) => void showLine(line, terminal),
      interrupt.signal,
    );
    if (request.action === 'apply' && exitCode === 0) {
      terminal.note('\nNeargate is not running: this is what the account holds now. "npm start" runs it.\n');
    }
    return exitCode;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    terminal.note('Interrupted.\n');
    return 1;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

async function showLines(lines: AsyncIterable<TerraformLine>, terminal: Terminal): Promise<number> {
  for await (const line of lines) {
    const exitCode = showLine(line, terminal);
    if (exitCode !== undefined) return exitCode;
  }
  // The stream ended without its last line: the server went away.
  terminal.note('Error: Neargate stopped before the run ended.\n');
  return 1;
}

/** The exit code that the last line brings; undefined for every other. */
function showLine(line: TerraformLine, terminal: Terminal): number | undefined {
  switch (line.kind) {
    case 'text':
      terminal.print(line.text);
      return undefined;
    case 'error':
      terminal.note(line.text);
      return undefined;
    case 'end':
      return line.exitCode;
  }
}
