import type { Server, Socket } from 'node:net';

/** How long a client that is not let in is kept without an answer: longer than any client's own timeout. */
const silenceMs = 120_000;

/**
 * Asks `isOpen` for each new connection of a server. A client that it keeps out is never answered, as packets that a
 * security group drops are not. What is open stays when the answer changes.
 */
export function gateClients(server: Server, isOpen: () => boolean): Server {
  const accept = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (isOpen()) for (const listener of accept) listener.call(server, socket);
    else silence(socket);
  });
  return server;
}

function silence(socket: Socket): void {
  const end = () => socket.destroy();
  socket.on('error', end);
  socket.on('end', end);
  socket.setTimeout(silenceMs, end);
  socket.resume();
  // It keeps no process alive.
  socket.unref();
}
