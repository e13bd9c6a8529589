import type { TerraformRequest } from '../gateway/admin-protocol.ts';
import type { Terminal } from './command.ts';
import { withServer } from './connect.ts';

/** Runs the engine and shows what it says as it says it. Resolves to the exit code. */
export function runTerraform(
  request: TerraformRequest,
  {
    terminal,
    environment,
    workingDirectory,
  }: { terminal: Terminal; environment: NodeJS.ProcessEnv; workingDirectory: string },
): Promise<number> {
  return withServer(environment, workingDirectory, async (client) => {
    for await (const line of client.terraform(request)) {
      switch (line.kind) {
        case 'text':
          terminal.print(line.text);
          break;
        case 'error':
          terminal.note(line.text);
          break;
        case 'end':
          return line.exitCode;
      }
    }
    // The stream ended without its last line: the server went away.
    terminal.note('Error: Neargate stopped before the run ended.\n');
    return 1;
  });
}
