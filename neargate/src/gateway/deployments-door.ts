import { answerUserErrors, readBody, sendJson } from './admin-http.ts';
import { type AdminError, adminPrefix } from './admin-protocol.ts';
import { type HookAnswer, hooksPath, type HookStatus } from './deployment-protocol.ts';
import type { Door } from './http-server.ts';

/** What the door stands on; the runtime provides it. */
export interface DeploymentsBackend {
  /** The lifecycle hooks that wait for an answer. */
  hooks(): readonly HookStatus[];
  /** @throws UserError when no such hook waits, or it is not clear which one is meant */
  answerHook(answer: HookAnswer): HookStatus;
}

/** Lifecycle hooks of deployments under `/_neargate/`. See deployment-protocol.ts. */
export function deploymentsDoor(backend: DeploymentsBackend): Door {
  return {
    name: 'deployments',
    matches: ({ url }) => url === adminPrefix + hooksPath,
    handle: (request, response) =>
      answerUserErrors(response, async () => {
        switch (request.method) {
          case 'GET':
            sendJson(response, 200, { hooks: backend.hooks() });
            return;
          case 'POST':
            sendJson(response, 200, backend.answerHook((await readBody(request)) as HookAnswer));
            return;
          default:
            sendJson(response, 405, { message: 'GET or POST only.' } satisfies AdminError);
        }
      }),
  };
}
