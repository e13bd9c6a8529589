import type { HclFunction, ValueFunction } from '../../hcl/functions.ts';
import { FunctionError } from '../../hcl/functions.ts';
import { dynamicType } from '../../hcl/types.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions } from './encoding.ts';
import { filesystemFunctions } from './filesystem.ts';
import { formatFunctions } from './format.ts';
import { hashingFunctions } from './hashing.ts';
import { listFunctions } from './lists.ts';
import { mapFunctions } from './maps.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { regexFunctions } from './regex.ts';
import { setFunctions } from './sets.ts';
import { templateFunctions } from './templates.ts';
import { textFunctions } from './text.ts';
import { lazyFunctions, typeFunctions } from './type-functions.ts';

/** What functions see of the world. */
export interface FunctionContext {
  /** Where relative paths of filesystem functions begin: the working directory of the run. */
  readonly baseDirectory: string;
  /** The current time, in milliseconds since the epoch: for `timestamp`. */
  now(): number;
  /** When the plan was made, in milliseconds since the epoch; undefined while it is not known. */
  readonly planTimestampMs: number | undefined;
  /** Whether impure functions (`timestamp`, `uuid`) give unknown, as they do while planning. */
  readonly impureUnknown: boolean;
}

const templateRenderers = ['templatefile', 'templatestring'];

/** Terraform's functions by name, each also under its full name such as `core::max`. */
export function terraformFunctions(context: FunctionContext): ReadonlyMap<string, HclFunction> {
  const plain: readonly HclFunction[] = [
    ...numericFunctions,
    ...textFunctions,
    ...regexFunctions,
    ...formatFunctions,
    ...listFunctions,
    ...mapFunctions,
    ...setFunctions,
    ...typeFunctions,
    ...lazyFunctions,
    ...encodingFunctions,
    ...hashingFunctions(context),
    ...dateFunctions(context),
    ...networkFunctions,
    ...filesystemFunctions(context.baseDirectory),
    ...removedFunctions,
  ];
  const inTemplates = byName([...plain, ...templateRenderers.map(refuseInTemplate)]);
  return byName([...plain, ...templateFunctions(context.baseDirectory, inTemplates)]);
}

/** Functions of early Terraform, which say what has taken their place. */
const removedFunctions: readonly HclFunction[] = [
  removedFunction('list', 'tolist([ ... ])'),
  removedFunction('map', 'tomap({ ... })'),
];

function removedFunction(name: string, successor: string): ValueFunction {
  return {
    name,
    description: `Removed from Terraform: ${successor} has taken its place.`,
    params: [],
    variadic: { name: 'vals', type: dynamicType, allowNull: true, allowUnknown: true },
    implementation() {
      throw new FunctionError(
        `the "${name}" function was deprecated in Terraform v0.12 and is no longer available; use ${successor} syntax to write a literal ${name}`,
      );
    },
  };
}

function byName(functions: readonly HclFunction[]): ReadonlyMap<string, HclFunction> {
  return new Map(
    functions.flatMap((definition) => [
      [definition.name, definition] as const,
      [`core::${definition.name}`, definition] as const,
    ]),
  );
}

function refuseInTemplate(name: string): ValueFunction {
  return {
    name,
    description: 'Templates may not render templates.',
    params: [],
    variadic: { name: 'args', type: dynamicType, allowNull: true, allowUnknown: true },
    implementation() {
      throw new FunctionError(`cannot recursively call ${name} from inside another template function`);
    },
  };
}
