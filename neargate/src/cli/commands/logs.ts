import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';

export const logs = defineCommand({
  name: 'logs',
  summary: "Show the log lines of a service's tasks.",
  positionals: [{ name: 'SERVICE' }],
  options: {
    follow: { type: 'boolean', short: 'f', description: 'Go on with new lines until interrupted' },
    json: { type: 'boolean', description: 'One JSON object a line: timestampMs, stream, message' },
  },
  examples: ['neargate logs user-service', 'neargate logs user-service -f'],
  async run({ options, positionals, terminal, environment, workingDirectory }) {
    const client = requireServer(environment, workingDirectory);
    const interrupt = new AbortController();
    process.once('SIGINT', () => interrupt.abort());
    try {
      for await (const line of client.logs(positionals[0] ?? '', {
        follow: options.follow ?? false,
        signal: interrupt.signal,
      })) {
        const task = line.stream.slice(line.stream.lastIndexOf('/') + 1).slice(0, 8);
        terminal.print(
          options.json === true
            ? `${JSON.stringify(line)}\n`
            : `${new Date(line.timestampMs).toISOString()} ${task} ${line.message}\n`,
        );
      }
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
    }
    return 0;
  },
});
