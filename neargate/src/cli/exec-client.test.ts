import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { UserError } from '../core/user-error.ts';
import type { ExecSession, ExitResult } from '../drivers/task/driver.ts';
import { startGateway } from '../gateway/http-server.ts';
import { tasksDoor } from '../gateway/tasks-door.ts';
import { startRemoteCommand } from './exec-client.ts';

/** A server whose only command answers each input in capitals and ends when its input does. */
async function startServer() {
  const seen: string[] = [];
  const door = tasksDoor({
    async exec({ target, command }, onOutput) {
      if (target !== 'web') throw new UserError('No such task.', { remedy: 'Look.' });
      let end: (result: ExitResult) => void = () => undefined;
      const session: ExecSession = {
        hasTerminal: false,
        ended: new Promise((resolve) => {
          end = resolve;
        }),
        write: (chunk) => onOutput('stdout', Buffer.from(Buffer.from(chunk).toString().toUpperCase())),
        endInput: () => end({ exitCode: 7 }),
        resize: ({ columns, rows }) => seen.push(`${columns}x${rows}`),
        kill() {
          seen.push('killed');
          end({ exitCode: 137 });
        },
      };
      onOutput('stderr', Buffer.from(command.join(' ')));
      return { taskId: 'task-1', container: 'app', session };
    },
    interrupt: () => ({ taskArn: 'arn' }),
  });
  const gateway = await startGateway({ host: '127.0.0.1', port: 0, doors: [door], log: silentLogger });
  onTestFinished(() => gateway.stop());
  return { url: gateway.url, seen };
}

describe('a command on a server', () => {
  it('is sent input and sizes while it answers, and its exit code comes last', async () => {
    const { url, seen } = await startServer();
    const remote = await startRemoteCommand(url, { target: 'web', command: ['tr', 'a'] });
    const said: string[] = [];
    for await (const line of remote.output) {
      if (line.kind === 'started') {
        said.push(`started ${line.container}`);
        remote.send({ kind: 'size', columns: 100, rows: 30 });
        remote.send({ kind: 'data', data: Buffer.from('héllo').toString('base64') });
      } else if (line.kind === 'data') {
        said.push(`${line.stream} ${Buffer.from(line.data, 'base64').toString()}`);
        if (line.stream === 'stdout') remote.send({ kind: 'end' });
      } else said.push(`exit ${line.exitCode}`);
    }
    expect(said).toEqual(['started app', 'stderr tr a', 'stdout HÉLLO', 'exit 7']);
    expect(seen[0]).toBe('100x30');
  });

  it('is killed when the client goes', async () => {
    const { url, seen } = await startServer();
    const remote = await startRemoteCommand(url, { target: 'web', command: ['sleep'] });
    const lines = remote.output[Symbol.asyncIterator]();
    await lines.next();
    remote.close();
    await expect.poll(() => seen).toEqual(['killed']);
  });

  it('is refused with what the user can do', async () => {
    const { url } = await startServer();
    await expect(startRemoteCommand(url, { target: 'other', command: ['ls'] })).rejects.toMatchObject({
      message: 'No such task.',
      remedy: 'Look.',
    });
  });
});
