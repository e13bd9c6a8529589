import { describe, expect, it } from 'vitest';
import { errorResponse, fixedResponse, redirectResponse, serializeResponse } from './responses.ts';

const options = {
  nowMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  keepAlive: true,
  serverHeader: true,
  addedLines: '',
  headOnly: false,
};
const text = (...args: Parameters<typeof serializeResponse>) => serializeResponse(...args).toString();

describe("the load balancer's own responses", () => {
  // Content-Length values as seen on ALB.
  for (const [status, length] of [
    [503, 162],
    [502, 122],
    [504, 132],
    [403, 118],
  ] as const) {
    it(`have ALB's ${status} page of ${length} bytes`, () => {
      expect(Buffer.byteLength(errorResponse(status).body)).toBe(length);
    });
  }

  it('have the redirect page of 134 bytes with its Location', () => {
    const response = redirectResponse(301, 'https://a:443/');
    expect(response.body.length).toBe(134);
    expect(text(response, options)).toContain('\r\nLocation: https://a:443/\r\n');
  });

  it('carry Server, Date, type, length and Connection, and end with the body', () => {
    expect(text(errorResponse(503), options)).toBe(
      'HTTP/1.1 503 Service Temporarily Unavailable\r\nServer: awselb/2.0\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\n' +
        'Content-Type: text/html\r\nContent-Length: 162\r\nConnection: keep-alive\r\n\r\n' +
        '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n' +
        '<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n',
    );
  });

  it('drop Server when the listener attribute says so', () => {
    expect(text(errorResponse(503), { ...options, serverHeader: false })).not.toContain('Server:');
  });

  it('answer HEAD with the length but without the body', () => {
    const response = text(fixedResponse(404, 'text/plain', 'nö'), { ...options, headOnly: true });
    expect(response).toContain('Content-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n');
    expect(response.endsWith('\r\n\r\n')).toBe(true);
  });

  it('have no body and no length for 204', () => {
    const response = text(fixedResponse(204, 'text/plain', ''), options);
    expect(response).not.toContain('Content-Length');
    expect(response.endsWith('\r\n\r\n')).toBe(true);
  });
});
