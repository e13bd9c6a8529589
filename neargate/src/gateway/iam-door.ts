import { answerUserErrors, readBody, sendJson } from './admin-http.ts';
import { type AdminError, adminPrefix } from './admin-protocol.ts';
import type { Door } from './http-server.ts';
import {
  type AccessExplanation,
  type DenialsDocument,
  denialsPath,
  explainAccessPath,
  type ExplainAccessRequest,
} from './iam-protocol.ts';

/** What the door stands on; the runtime provides it. */
export interface IamBackend {
  denials(): DenialsDocument;
  /** @throws UserError when there is no such role or user */
  explain(request: ExplainAccessRequest): AccessExplanation;
}

/** Explanations of IAM's policies under `/_neargate/`. See iam-protocol.ts. */
export function iamDoor(backend: IamBackend): Door {
  return {
    name: 'iam',
    matches: ({ url }) => url === adminPrefix + denialsPath || url === adminPrefix + explainAccessPath,
    handle: (request, response) =>
      answerUserErrors(response, async () => {
        const isDenials = request.url === adminPrefix + denialsPath;
        if (isDenials && request.method === 'GET') sendJson(response, 200, backend.denials());
        else if (!isDenials && request.method === 'POST')
          sendJson(response, 200, backend.explain((await readBody(request)) as ExplainAccessRequest));
        else sendJson(response, 405, { message: 'GET denials, or POST explain.' } satisfies AdminError);
      }),
  };
}
