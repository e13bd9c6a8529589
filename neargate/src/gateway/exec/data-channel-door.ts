import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ExecSession } from '../../drivers/task/driver.ts';
import type { Door } from '../http-server.ts';
import { DataChannel } from './data-channel.ts';

/** A command that ExecuteCommand has promised to run. */
export interface PromisedCommand {
  readonly tokenValue: string;
  readonly taskArn: string;
  readonly containerName: string;
  readonly command: string;
}

export interface DataChannelDoorOptions {
  now(): number;
  uuid(): string;
  /** Gives out the command of a session once; undefined when there is none, or not any more. */
  take(sessionId: string, tokenValue: string): PromisedCommand | undefined;
  /** Runs it as root, at a terminal. Rejects with the reason that the user is told. */
  exec(command: PromisedCommand, onOutput: (chunk: Uint8Array) => void): Promise<ExecSession>;
}

const path = /^\/v1\/data-channel\/(ecs-execute-command-[0-9a-z]+)(?:\?|$)/;
/** For the first message; a client that says nothing is not one. */
const longestFirstMessage = 64 * 1024;

/** The streams that ExecuteCommand answers with (`session.streamUrl`), for session-manager-plugin. */
export function dataChannelDoor(options: DataChannelDoorOptions): Door {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestFirstMessage });
  return {
    name: 'data channel',
    matches: ({ url }) => path.test(url ?? ''),
    async handle(_request, response) {
      response.writeHead(426, { upgrade: 'websocket', 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: 'This is a WebSocket.' }));
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      const sessionId = path.exec(request.url ?? '')?.[1] ?? '';
      sockets.handleUpgrade(request, socket, head, (client) => serve(options, sessionId, client));
    },
  };
}

function serve(options: DataChannelDoorOptions, sessionId: string, client: WebSocket): void {
  let channel: DataChannel | undefined;
  client.on('error', () => client.terminate());
  client.on('close', () => channel?.abandon());
  client.on('message', (data, isBinary) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    if (channel !== undefined) {
      if (isBinary) channel.receive(bytes);
      return;
    }
    const command = options.take(sessionId, tokenOf(bytes));
    if (command === undefined) {
      client.close(1008, 'The session does not exist, or its token is not valid.');
      return;
    }
    channel = new DataChannel({
      sessionId,
      now: () => options.now(),
      uuid: () => options.uuid(),
      send: (message) => client.send(message),
      close: () => client.close(1000),
      start: (onOutput) => options.exec(command, onOutput),
    });
    channel.open();
  });
}

/** The first message is JSON with the token. */
function tokenOf(bytes: Buffer): string {
  try {
    const { TokenValue: token } = JSON.parse(bytes.toString('utf8')) as { TokenValue?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}
