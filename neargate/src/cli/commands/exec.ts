import { defineCommand } from '../command.ts';
import { requireServer } from '../connect.ts';
import { type RemoteCommand, startRemoteCommand } from '../exec-client.ts';

export const exec = defineCommand({
  name: 'exec',
  summary:
    'Run a command in a container of a service’s newest task, or of a task, as root. At a terminal, the command gets one.',
  positionals: [{ name: 'SERVICE|TASK' }, { name: 'COMMAND', repeated: true }],
  options: {
    container: {
      type: 'string',
      short: 'c',
      value: 'NAME',
      description: 'The container, where the task has several',
    },
  },
  examples: ['neargate exec user-service -- sh', 'neargate exec 0a1b2c3d --container app -- node --version'],
  async run({ options, positionals, environment, workingDirectory }) {
    const [target = '', ...command] = positionals;
    const { url } = requireServer(environment, workingDirectory);
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    const remote = await startRemoteCommand(url, {
      target,
      command,
      ...(options.container === undefined ? {} : { container: options.container }),
      ...(isTerminal ? { terminal: { columns: process.stdout.columns, rows: process.stdout.rows } } : {}),
    });
    let exitCode = 1;
    let disconnect: (() => void) | undefined;
    try {
      for await (const line of remote.output) {
        if (line.kind === 'started') disconnect = connectTerminal(remote, line.hasTerminal);
        else if (line.kind === 'data') process[line.stream].write(Buffer.from(line.data, 'base64'));
        else exitCode = line.exitCode ?? 1;
      }
    } finally {
      disconnect?.();
      remote.close();
    }
    return exitCode;
  },
});

/** Sends what is typed or piped, and the terminal's size. Returns what undoes it. */
function connectTerminal(remote: RemoteCommand, hasTerminal: boolean): () => void {
  const { stdin, stdout } = process;
  const isRaw = hasTerminal && stdin.isTTY;
  const onData = (chunk: Buffer) => remote.send({ kind: 'data', data: chunk.toString('base64') });
  const onEnd = () => remote.send({ kind: 'end' });
  const onResize = () => remote.send({ kind: 'size', columns: stdout.columns, rows: stdout.rows });
  if (isRaw) {
    // Ctrl-C and the like are for the command.
    stdin.setRawMode(true);
    stdout.on('resize', onResize);
  }
  stdin.on('data', onData);
  stdin.on('end', onEnd);
  return () => {
    if (isRaw) stdin.setRawMode(false);
    stdout.off('resize', onResize);
    stdin.off('data', onData);
    stdin.off('end', onEnd);
    stdin.pause();
  };
}
