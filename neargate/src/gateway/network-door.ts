import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerUserErrors, readBody, sendJson } from './admin-http.ts';
import { type AdminError, adminPrefix } from './admin-protocol.ts';
import type { Door } from './http-server.ts';
import {
  type ExplainRequest,
  explainPath,
  type Explanation,
  type FaultAnswer,
  type FaultRequest,
  faultsPath,
  type FaultStatus,
} from './network-protocol.ts';

/** What the door stands on; the runtime provides it. Every method throws UserError for what it cannot do. */
export interface NetworkBackend {
  faults(): readonly FaultStatus[];
  startFault(request: FaultRequest): Promise<FaultAnswer>;
  /** Without an id, all of them. */
  healFaults(id: string | undefined): Promise<readonly FaultStatus[]>;
  explain(request: ExplainRequest): Explanation;
}

/** Faults and explanations under `/_neargate/`. See network-protocol.ts. */
export function networkDoor(backend: NetworkBackend): Door {
  return {
    name: 'network',
    matches: ({ url = '' }) => [faultsPath, explainPath].some((path) => url.startsWith(adminPrefix + path)),
    handle: (request, response) => answerUserErrors(response, () => route(backend, request, response)),
  };
}

async function route(
  backend: NetworkBackend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname.slice(adminPrefix.length);
  switch (`${request.method} ${path.startsWith(`${faultsPath}/`) ? `${faultsPath}/ID` : path}`) {
    case `GET ${faultsPath}`:
      sendJson(response, 200, { faults: backend.faults() });
      return;
    case `POST ${faultsPath}`:
      sendJson(response, 200, await backend.startFault((await readBody(request)) as FaultRequest));
      return;
    case `DELETE ${faultsPath}`:
      sendJson(response, 200, { healed: await backend.healFaults(undefined) });
      return;
    case `DELETE ${faultsPath}/ID`:
      sendJson(response, 200, {
        healed: await backend.healFaults(decodeURIComponent(path.slice(faultsPath.length + 1))),
      });
      return;
    case `POST ${explainPath}`:
      sendJson(response, 200, backend.explain((await readBody(request)) as ExplainRequest));
      return;
    default:
      sendJson(response, 404, {
        message: `There is no ${request.method} ${pathname}.`,
      } satisfies AdminError);
  }
}
