/** Whether a Content-Type is gRPC's (gRPC over HTTP/2, "Requests"). */
export function isGrpc(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/grpc(?:$|[+;])/i.test(contentType);
}

/** gRPC's table for HTTP statuses without a gRPC status ("HTTP to gRPC Status Code Mapping"), with its names. */
const byHttpStatus: Readonly<Record<number, readonly [number, string]>> = {
  400: [13, 'internal'],
  401: [16, 'unauthenticated'],
  403: [7, 'permission denied'],
  404: [12, 'unimplemented'],
  429: [14, 'unavailable'],
  502: [14, 'unavailable'],
  503: [14, 'unavailable'],
  504: [14, 'unavailable'],
};

/** The fields that tell a gRPC client what an answer of the load balancer's own means (seen on ALB for 502). */
export function grpcStatusFields(httpStatus: number): Readonly<Record<string, string>> {
  const [code, message] = byHttpStatus[httpStatus] ?? [2, 'unknown'];
  return { 'grpc-status': String(code), 'grpc-message': message };
}
