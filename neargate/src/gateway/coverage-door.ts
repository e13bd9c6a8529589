import { sendJson } from './admin-http.ts';
import type { AdminError } from './admin-protocol.ts';
import { type CoverageDocument, coveragePath, type MissedOperation } from './coverage-protocol.ts';
import type { Door } from './http-server.ts';

/** What clients have called and Neargate does not have. See coverage-protocol.ts. */
export function coverageDoor(missed: () => readonly MissedOperation[]): Door {
  return {
    name: 'coverage',
    matches: ({ url }) => url === coveragePath,
    async handle(request, response) {
      if (request.method === 'GET') sendJson(response, 200, { missed: missed() } satisfies CoverageDocument);
      else sendJson(response, 405, { message: 'GET only.' } satisfies AdminError);
    },
  };
}
