import type { Door } from './http-server.ts';
import { answerUserErrors, sendJson } from './admin-http.ts';
import type { AdminError } from './admin-protocol.ts';

/** As moto's server has it, so that suites written for that need no other call. https://docs.getmoto.org/en/latest/docs/server_mode.html */
export const testResetPath = '/moto-api/reset';

/**
 * Empties all state on POST, where that was allowed at the start.
 * @param reset absent where it was not: it is refused then, and says how to allow it
 */
export function testResetDoor(reset: (() => Promise<void>) | undefined): Door {
  return {
    name: 'test reset',
    matches: ({ url }) => url === testResetPath,
    async handle(request, response) {
      if (request.method !== 'POST') {
        sendJson(response, 405, { message: 'POST only.' } satisfies AdminError);
      } else if (reset === undefined) {
        sendJson(response, 403, {
          message: 'Neargate was not started with NEARGATE_TEST_RESET=1: its state is not emptied.',
        } satisfies AdminError);
      } else {
        await answerUserErrors(response, async () => {
          await reset();
          sendJson(response, 200, { status: 'ok' });
        });
      }
    },
  };
}
