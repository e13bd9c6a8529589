import type { OperationContext } from '../context.ts';
import { ecrTablesOf, imageKey } from './store.ts';

/** Stores a layer or configuration and notes that the repository holds it; returns its digest. */
export function storeLayer(context: OperationContext, repositoryName: string, content: Uint8Array): string {
  const layerDigest = context.blobs.put(content);
  holdLayer(context, repositoryName, layerDigest, content.length);
  return layerDigest;
}

/** Notes that the repository holds a blob which is stored already, as when another repository's layer is mounted. */
export function holdLayer(
  context: OperationContext,
  repositoryName: string,
  layerDigest: string,
  sizeBytes: number,
): void {
  const { layers } = ecrTablesOf(context);
  const key = imageKey(repositoryName, layerDigest);
  if (!layers.has(key)) layers.put(key, { repositoryName, layerDigest, sizeBytes });
}
