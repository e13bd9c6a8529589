import { readFileSync } from 'node:fs';
import type { WireSchema } from './schema.ts';

const loaded = new Map<string, WireSchema>();

/** The wire format of a service by its name in services/catalog.ts, read on first use: most runs speak to few services. Written by build/wire-schemas.mjs. */
export function loadWireSchema(service: string): WireSchema {
  let schema = loaded.get(service);
  if (schema === undefined) {
    // Beside this file in the sources, beside the bundle in dist/.
    const file = new URL(`./schemas/${service}.json`, import.meta.url);
    schema = JSON.parse(readFileSync(file, 'utf8')) as WireSchema;
    loaded.set(service, schema);
  }
  return schema;
}
