import { createServer, type Server } from 'node:net';
import { UserError } from '../core/user-error.ts';

/**
 * The part of 127.0.0.0/8 that this process may give out. Several Neargates on one machine must not hand the same address
 * to two tasks, so the blocks 127.1 to 127.254 are shared out among `shares` and a share is held by listening at an address
 * of its own: the kernel frees it when the process ends, however it ends.
 */
export interface LoopbackRange {
  /** Which share, from 0. */
  readonly share: number;
  contains(address: string): boolean;
  release(): Promise<void>;
}

const shares = 8;
/** Nothing speaks to it; it only has to be the same in every Neargate. */
const claimPort = 4565;

/**
 * Claims the first free share, or resolves to undefined where the machine has no addresses beside 127.0.0.1 (macOS).
 * @throws UserError when every share is taken
 */
export async function claimLoopbackRange(): Promise<LoopbackRange | undefined> {
  for (let share = 0; share < shares; share++) {
    const claimed = await listen(`127.255.255.${share + 1}`);
    if (claimed === 'unavailable') return undefined;
    if (claimed === 'taken') continue;
    return {
      share,
      contains: (address) => shareOf(address) === share,
      release: () => new Promise((resolve) => claimed.close(() => resolve())),
    };
  }
  throw new UserError(`${shares} Neargates run on this machine already.`, {
    remedy: 'Stop one of them with "neargate down".',
  });
}

/** Blocks go round the shares, so that each has as many. */
export function shareOf(address: string): number {
  return (Number(address.split('.')[1]) - 1) % shares;
}

function listen(host: string): Promise<Server | 'taken' | 'unavailable'> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') resolve('taken');
      else if (code === 'EADDRNOTAVAIL') resolve('unavailable');
      else reject(new Error(`cannot listen on ${host}: ${code}`));
    });
    server.listen(claimPort, host, () => {
      server.unref();
      resolve(server);
    });
  });
}
