import { readFile } from 'node:fs/promises';
import type { Door } from './http-server.ts';

const certificatePath = /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/** The certificate that messages of topics are signed with, at the path that their SigningCertURL has. */
export function signingCertificateDoor(
  certificateFile: string,
  pathOf: (certificatePem: string) => string,
): Door {
  return {
    name: 'signing certificate',
    matches: ({ url, method }) => method === 'GET' && certificatePath.test(url ?? ''),
    async handle(request, response) {
      const certificate = await readFile(certificateFile, 'utf8').catch(() => undefined);
      if (certificate === undefined || pathOf(certificate) !== request.url) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('No such certificate.');
        return;
      }
      response.writeHead(200, { 'content-type': 'application/x-pem-file' }).end(certificate);
    },
  };
}
