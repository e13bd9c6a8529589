import { type IdSource, randomIds } from '../../core/ids.ts';
import type { Provider } from '../../terraform/provider.ts';

/** `hashicorp/null`: a resource that is nothing but a place for provisioners and triggers. */
export function nullProvider(ids: IdSource = randomIds): Provider<IdSource> {
  return {
    name: 'null',
    source: 'hashicorp/null',
    configuration: { attributes: {} },
    configure: async () => ids,
    resourceTypes: {
      null_resource: {
        schema: { attributes: { triggers: { type: 'map(string)', optional: true, forceNew: true } } },
        behaviour: 'real',
        create: async (config, { client }) => ({ ...config, id: randomNumber(client) }),
        read: async (state) => state,
        delete: async () => undefined,
      },
    },
    dataSources: {
      null_data_source: {
        schema: {
          attributes: {
            has_computed_default: { type: 'string', optional: true, computed: true },
            inputs: { type: 'map(string)', optional: true },
            outputs: { type: 'map(string)', computed: true },
            random: { type: 'string', computed: true },
          },
        },
        read: async (config, { client }) => ({
          ...config,
          id: 'static',
          has_computed_default: config['has_computed_default'] ?? 'default',
          outputs: config['inputs'] ?? {},
          random: randomNumber(client),
        }),
      },
    },
  };
}

/** A number of 63 bits in decimal digits. */
function randomNumber(ids: IdSource): string {
  return BigInt.asUintN(63, BigInt(`0x${ids.hex(16)}`)).toString();
}
