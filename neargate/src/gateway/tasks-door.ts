import type { IncomingMessage, ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { UserError } from '../core/user-error.ts';
import type { ExecRequest, ExecSession } from '../drivers/task/driver.ts';
import { answerUserErrors, readBody, sendJson } from './admin-http.ts';
import { type AdminError, serverHeader } from './admin-protocol.ts';
import type { Door } from './http-server.ts';
import {
  type ExecInput,
  type ExecOutput,
  execPath,
  type ExecStart,
  type InterruptedTask,
  interruptPath,
  type InterruptRequest,
} from './tasks-protocol.ts';

/** What the doors to tasks stand on; the runtime provides it. */
export interface TasksBackend {
  /**
   * Runs a command in a container of a task.
   * @throws UserError when there is no such task or container, or it cannot be started
   */
  exec(
    start: ExecStart,
    onOutput: ExecRequest['onOutput'],
  ): Promise<{ readonly taskId: string; readonly container: string; readonly session: ExecSession }>;
  /** @throws UserError when there is no such task, or it does not run on Spot */
  interrupt(request: InterruptRequest): InterruptedTask;
}

/** Commands in containers, and Spot interruptions, by the admin API. See tasks-protocol.ts. */
export function tasksDoor(backend: TasksBackend): Door {
  return {
    name: 'tasks',
    matches: ({ url }) => url === execPath || url === interruptPath,
    async handle(request, response) {
      await answerUserErrors(response, async () => {
        if (request.method !== 'POST')
          sendJson(response, 405, { message: 'POST only.' } satisfies AdminError);
        else if (request.url === execPath) await exec(backend, request, response);
        else sendJson(response, 200, backend.interrupt((await readBody(request)) as InterruptRequest));
      });
    },
  };
}

/** Lines go both ways at the same time: the request ends when the client has no more input. */
async function exec(
  backend: TasksBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const input = createInterface({ input: request, crlfDelay: Number.POSITIVE_INFINITY });
  const lines = input[Symbol.asyncIterator]();
  const start = parse<ExecStart>((await lines.next()).value);
  const send = (line: ExecOutput) => void response.write(`${JSON.stringify(line)}\n`);
  const early: ExecOutput[] = [];
  let tell = (line: ExecOutput) => void early.push(line);
  const { session, taskId, container } = await backend.exec(start, (stream, chunk) =>
    tell({ kind: 'data', stream, data: Buffer.from(chunk).toString('base64') }),
  );
  response.writeHead(200, { 'content-type': 'application/x-ndjson', server: serverHeader });
  send({ kind: 'started', taskId, container, hasTerminal: session.hasTerminal });
  for (const line of early) send(line);
  tell = send;
  const kill = once(() => session.kill());
  response.on('close', kill);
  follow(lines, session).catch(kill);
  const { exitCode } = await session.ended;
  response.off('close', kill);
  send({ kind: 'exit', exitCode });
  response.end();
  input.close();
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

async function follow(lines: AsyncIterator<string>, session: ExecSession): Promise<void> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) return;
    const line = parse<ExecInput>(value);
    if (line.kind === 'data') session.write(Buffer.from(line.data, 'base64'));
    else if (line.kind === 'size') session.resize({ columns: line.columns, rows: line.rows });
    else session.endInput();
  }
}

function parse<Line>(text: unknown): Line {
  try {
    return JSON.parse(String(text)) as Line;
  } catch {
    throw new UserError('The request is not JSON.');
  }
}
