import type { IdSource } from '../../core/ids.ts';
import { decodeBody } from '../../hcl/schema-decoding.ts';
import type { Value } from '../../hcl/values.ts';
import { dynamicUnknown, objectValue, stringValue } from '../../hcl/values.ts';
import { contentEquals, nullValue } from '../../hcl/values.ts';
import { dynamicType } from '../../hcl/types.ts';
import type { Schema } from '../provider.ts';
import type { SchemaCompiler } from '../schema/compiled-schema.ts';
import type { ManagedType } from './managed-type.ts';
import { noPlanRules } from './managed-type.ts';

export const terraformDataSchema: Schema = {
  attributes: {
    id: { type: 'string', computed: true },
    input: { type: 'any', optional: true },
    output: { type: 'any', computed: true },
    triggers_replace: { type: 'any', optional: true, forceNew: true },
  },
};

/**
 * `terraform_data`, built into Terraform: keeps a value, and replaces itself when `triggers_replace` changes.
 * https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export function terraformDataType(compiler: SchemaCompiler, ids: IdSource): ManagedType {
  const schema = compiler.resource(terraformDataSchema);
  return {
    schema,
    behaviour: 'real',
    decode: (body, scope) => decodeBody(body, schema.decoding, scope),
    async create(planned) {
      return withOutput(planned, stringValue(ids.uuid()));
    },
    async read(state) {
      return state;
    },
    async update(planned, prior) {
      return withOutput(planned, attribute(prior, 'id'));
    },
    async delete() {},
    planRules(planned, prior) {
      const changed =
        prior !== undefined && !contentEquals(attribute(planned, 'input'), attribute(prior, 'input'));
      return changed ? { ...noPlanRules, recompute: ['output'] } : noPlanRules;
    },
    // Without an input it is known that there will be no output.
    mergeDefaults: (planned) =>
      planned.kind === 'mapping' && isNewWithoutInput(planned)
        ? objectValue(new Map(planned.entries).set('output', nullValue(dynamicType)))
        : planned,
  };
}

function isNewWithoutInput(planned: Value): boolean {
  return attribute(planned, 'input').kind === 'null' && attribute(planned, 'output').kind === 'unknown';
}

function withOutput(planned: Value, id: Value): Value {
  const input = attribute(planned, 'input');
  return objectValue({ id, input, output: input, triggers_replace: attribute(planned, 'triggers_replace') });
}

function attribute(object: Value, name: string): Value {
  if (object.kind !== 'mapping') return dynamicUnknown;
  return object.entries.get(name) ?? nullValue(dynamicType);
}
