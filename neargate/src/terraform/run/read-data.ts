import type { Diagnostic } from '../../core/diagnostics.ts';
import { deepUnmark } from '../../hcl/value-walks.ts';
import type { Value } from '../../hcl/values.ts';
import type { ResourceInstanceAddress } from '../addresses/resource-address.ts';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import type { ResourceConfiguration } from '../configuration/module-configuration.ts';
import { markObject, markedPaths } from '../evaluation/resource-marks.ts';
import type { Semaphore } from '../graph/semaphore.ts';
import { objectId, operationOf } from '../plan/plan-context.ts';
import { readCompleteLine, readingLine } from '../rendering/progress-text.ts';
import type { DataType } from '../resource-types/managed-type.ts';
import { operationError } from './operation-error.ts';
import type { Session } from './session.ts';

/** Reads a data source. Undefined when that failed; a data source inside a check block then only warns. */
export async function readData(
  session: Session,
  semaphore: Semaphore,
  data: {
    readonly address: ResourceInstanceAddress;
    readonly resource: ResourceConfiguration;
    readonly type: DataType;
    readonly client: unknown;
  },
  config: Value,
  diagnostics: Diagnostic[],
): Promise<Value | undefined> {
  const { address, resource, type, client } = data;
  const text = resourceInstanceText(address);
  const startedAt = session.clock.now();
  session.say(readingLine(text));
  try {
    const read = await semaphore.run(() =>
      type.read(deepUnmark(config).value, operationOf(session, text, client)),
    );
    session.say(readCompleteLine(text, session.clock.now() - startedAt, objectId(read)));
    return markObject(read, type.schema, markedPaths(config));
  } catch (error) {
    const failure = operationError('reading', { address, resource, object: config }, error);
    diagnostics.push(resource.insideCheck === undefined ? failure : { ...failure, severity: 'warning' });
    return undefined;
  }
}
