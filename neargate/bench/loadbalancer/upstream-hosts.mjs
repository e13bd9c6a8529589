/** Where the upstream listens: a deployment leads from one of them to the other. */
export const upstreamHosts = ['127.0.0.1', '127.0.0.2'];
