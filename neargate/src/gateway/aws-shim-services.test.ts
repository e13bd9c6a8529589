import { describe, expect, it } from 'vitest';
import { cliServices } from '../drivers/build/shims/aws/services.ts';
import { catalog } from '../services/catalog.ts';
import type { ServiceDefinition } from '../services/operation.ts';

describe("the services of builds' aws", () => {
  it('are those of the gateway, called as it answers', () => {
    const bySchema = new Map(Object.values(cliServices).map((service) => [service.schema, service]));
    const served: [string, ServiceDefinition][] = Object.entries(catalog);
    expect([...bySchema.keys()].toSorted()).toEqual(served.map(([name]) => name).toSorted());
    for (const [name, { protocol, signingName, targetPrefix, jsonVersion, apiVersion }] of served) {
      expect(bySchema.get(name)).toMatchObject(
        protocol === 'json'
          ? { protocol, signingName, targetPrefix, jsonVersion }
          : { protocol, signingName, apiVersion },
      );
    }
  });
});
