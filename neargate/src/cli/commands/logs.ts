import { UserError } from '../../core/user-error.ts';
import type { LogLine } from '../../gateway/admin-protocol.ts';
import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';

export const logs = defineCommand({
  name: 'logs',
  summary: "Show the log lines of a service's tasks, or, after the word build, of its latest build.",
  positionals: [{ name: 'build', optional: true }, { name: 'SERVICE' }],
  options: {
    follow: { type: 'boolean', short: 'f', description: 'Go on with new lines until interrupted' },
    json: { type: 'boolean', description: 'One JSON object a line: timestampMs, stream, message' },
  },
  examples: [
    'neargate logs user-service',
    'neargate logs user-service -f',
    'neargate logs build user-service -f',
  ],
  async run({ options, positionals, terminal, environment, workingDirectory }) {
    const { isBuild, name } = subject(positionals);
    const client = requireServer(environment, workingDirectory);
    const interrupt = new AbortController();
    process.once('SIGINT', () => interrupt.abort());
    process.stdout.once('error', () => interrupt.abort());
    const request = { follow: options.follow ?? false, signal: interrupt.signal };
    try {
      for await (const line of isBuild ? client.buildLogs(name, request) : client.logs(name, request)) {
        terminal.print(`${options.json === true ? JSON.stringify(line) : lineText(line, isBuild)}\n`);
      }
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
    }
    return 0;
  },
});

/** `build` alone is a service of that name. */
function subject(positionals: readonly string[]): { readonly isBuild: boolean; readonly name: string } {
  const [first = '', second] = positionals;
  if (second === undefined) return { isBuild: false, name: first };
  if (first === 'build') return { isBuild: true, name: second };
  throw new UserError(`Unexpected argument "${second}".`, {
    remedy: 'See "neargate logs --help".',
    exitCode: 2,
  });
}

function lineText({ timestampMs, stream, message }: LogLine, isBuild: boolean): string {
  const at = new Date(timestampMs).toISOString();
  if (isBuild) return `${at} ${message.replace(/\s+$/, '')}`;
  const task = stream.slice(stream.lastIndexOf('/') + 1).slice(0, 8);
  return `${at} ${task} ${message}`;
}
