import type { OperationContext } from '../context.ts';
import { hierarchyTooDeep, reservedName, validationError } from './errors.ts';

const maxLevels = 15;

/** A parameter's new name. Throws when AWS would not take it. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export function checkedName(name: string): string {
  if (name.includes('/') && !name.startsWith('/')) {
    throw validationError('Parameter name must be a fully qualified name.');
  }
  if (/^\/?aws(?:[/_.-]|$)/i.test(name)) throw reservedName(name);
  if (/^\/?ssm/i.test(name) || !/^(?:\/?[a-zA-Z0-9_.-]+)+$/.test(name)) {
    throw validationError(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (name.split('/').filter((level) => level !== '').length > maxLevels) {
    throw hierarchyTooDeep(name, maxLevels);
  }
  return name;
}

/** A name that begins with a slash does not get a second one. */
export function parameterArn({ caller }: OperationContext, name: string): string {
  const { partition, region, accountId } = caller;
  return `arn:${partition}:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}
