import { describe, expect, it } from 'vitest';
import { catalog, type ServiceName } from '../services/catalog.ts';
import type { ServiceDefinition } from '../services/operation.ts';
import { loadWireSchema } from '../wire/load-schema.ts';
import { type CoveredService, coveragePage } from './coverage-page.ts';

const services = (Object.entries(catalog) as [ServiceName, ServiceDefinition][]).map(
  ([name, definition]): CoveredService => ({ name, definition, schema: loadWireSchema(name) }),
);

describe('docs/aws-coverage.md', () => {
  it('is what the services have; npm run coverage-page --workspace neargate writes it anew', async () => {
    await expect(coveragePage(services)).toMatchFileSnapshot('../../../docs/aws-coverage.md');
  });

  it.each(services)(
    '$name serves operations that AWS has, and says "stored" of served ones only',
    (service) => {
      const served = Object.keys(service.definition.operations);
      expect(served.filter((operation) => service.schema.operations[operation] === undefined)).toEqual([]);
      expect(
        Object.keys(service.definition.stored ?? {}).filter((operation) => !served.includes(operation)),
      ).toEqual([]);
    },
  );
});
