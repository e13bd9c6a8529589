import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { HOST_BASE_LABEL } from '../../../src/drivers/image/image-config.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';

/** Pushes an image of one file, `/app/server.js`, on top of this machine's Node, as an OCI client does. @param reference `HOST/REPOSITORY:TAG` */
export async function pushImage(reference: string, program: string): Promise<void> {
  const [, host = '', repository = '', tag = ''] = /^([^/]+)\/(.+):([^:]+)$/.exec(reference) ?? [];
  const tar = await tarOf('app/server.js', program);
  const layer = gzipSync(tar);
  const config = Buffer.from(
    JSON.stringify({
      // What Fargate takes unless a task definition says otherwise.
      architecture: 'amd64',
      os: 'linux',
      config: {
        Cmd: ['node', 'server.js'],
        WorkingDir: '/app',
        Env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
        Labels: { [HOST_BASE_LABEL]: 'node:24-alpine' },
      },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }),
  );
  const base = `http://${host}/v2/${repository}`;
  for (const blob of [layer, config]) {
    const started = await send('POST', `${base}/blobs/uploads/`);
    const location = new URL(started.headers.get('location') ?? '', base);
    location.searchParams.set('digest', digestOf(blob));
    await send('PUT', location, { 'content-type': 'application/octet-stream' }, blob);
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: ociManifest,
    config: descriptor('application/vnd.oci.image.config.v1+json', config),
    layers: [descriptor('application/vnd.oci.image.layer.v1.tar+gzip', layer)],
  };
  await send('PUT', `${base}/manifests/${tag}`, { 'content-type': ociManifest }, JSON.stringify(manifest));
}

async function send(
  method: string,
  url: string | URL,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Response> {
  const authorization = `Basic ${Buffer.from('AWS:anything').toString('base64')}`;
  const response = await fetch(url, {
    method,
    headers: { authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  if (!response.ok) throw new Error(`${method} ${String(url)}: ${response.status} ${await response.text()}`);
  return response;
}

function descriptor(mediaType: string, content: Buffer): object {
  return { mediaType, size: content.length, digest: digestOf(content) };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** A tar archive of one file. */
export async function tarOf(name: string, content: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
