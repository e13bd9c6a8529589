import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../core/logger.ts';
import { UserError } from '../core/user-error.ts';
import { isAllowedHost } from './host-check.ts';

/** One way in through the gateway's port: AWS's API, the admin API, the image registry, git, the console. */
export interface Door {
  readonly name: string;
  /** Whether the request is for this door; the first door that says so gets it. */
  matches(request: IncomingMessage): boolean;
  /** Answers. A rejection is a bug of ours: it is logged and answered with 500. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Takes the connection over for another protocol (WebSocket); a door without it refuses. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface Gateway {
  /** Such as `http://localhost:4566`. */
  readonly url: string;
  readonly port: number;
  /** Ends open connections and stops listening. */
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly doors: readonly Door[];
  readonly log: Logger;
}

/** @throws UserError when the port is taken. */
export async function startGateway({ host, port, doors, log }: GatewayOptions): Promise<Gateway> {
  const server = createServer((request, response) => {
    if (!isAllowedHost(request.headers.host, host)) {
      // A page of some other site whose name was made to point here (DNS rebinding) must not reach the control plane.
      answer(response, 403, `Host ${request.headers.host ?? ''} is not served here.`);
      return;
    }
    const door = doors.find((candidate) => candidate.matches(request));
    if (door === undefined) {
      answer(response, 404, `Nothing is served at ${request.url ?? '/'}.`);
      return;
    }
    door.handle(request, response).catch((error: unknown) => {
      log.error(`${door.name}: request failed`, { method: request.method, url: request.url, error });
      if (response.headersSent) response.destroy();
      else answer(response, 500, 'Internal error. The cause is in the server log.');
    });
  });
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const door = isAllowedHost(request.headers.host, host)
      ? doors.find((candidate) => candidate.upgrade !== undefined && candidate.matches(request))
      : undefined;
    if (door === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    door.upgrade?.(request, socket, head);
  });
  // Uploads of image layers and long streams take their time; idle connections end all the same.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${isLoopback(host) ? 'localhost' : host}:${bound}`,
    port: bound,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}

function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === '::1' || host === 'localhost';
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UserError(`Port ${port} on ${host} is in use by another program.`, {
        remedy: 'Stop that program, or choose another port with NEARGATE_PORT.',
      });
    case 'EACCES':
      return new UserError(`Port ${port} on ${host} may not be used by this user.`, {
        remedy: 'Choose a port above 1023 with NEARGATE_PORT.',
      });
    case 'EADDRNOTAVAIL':
      return new UserError(`${host} is not an address of this machine.`, {
        remedy: 'Set NEARGATE_HOST to one that is, such as 127.0.0.1.',
      });
    default:
      return error;
  }
}
