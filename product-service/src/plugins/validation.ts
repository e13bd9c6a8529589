import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { Problem, type FieldError } from '../http/problem.ts';

/** The codes this runtime's ICU knows; a list of our own would have to be kept up. */
const currencies = new Set(Intl.supportedValuesOf('currency'));

const maxReportedErrors = 20;

/**
 * Validates requests by their schemas. Bodies are taken as they are; query strings and headers, which are all text, are converted
 * to the types the schema names. Of the formats only the currency is checked: for the others what must hold is said by `pattern`.
 */
export function validateRequests(app: FastifyInstance): void {
  const documentingOnly = { uuid: true, 'date-time': true } as const;
  const formats = { ...documentingOnly, 'iso-4217': (code: string) => currencies.has(code) };
  // verbose puts the schema at fault into each error. The schemas are the service's own: a test holds them against the meta-schema,
  // which at every start would take as long as compiling them.
  const options = {
    allErrors: true,
    useDefaults: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    formats,
  } as const;
  const bodies = new Ajv2020(options);
  const texts = new Ajv2020({ ...options, coerceTypes: true });

  app.setValidatorCompiler<object>(({ schema, httpPart }) => {
    const validate = (httpPart === 'body' ? bodies : texts).compile(schema);
    return (data: unknown) => {
      if (validate(data)) return { value: data };
      return { error: refusal(httpPart, (validate.errors ?? []).slice(0, maxReportedErrors)) };
    };
  });
}

function refusal(httpPart: string | undefined, errors: readonly ErrorObject[]): Problem {
  switch (httpPart) {
    case 'params':
      // An id of the wrong form names nothing, which the client should learn the same way as for an unknown id.
      return new Problem('not-found', 'There is no resource with this id.');
    case 'querystring':
      return new Problem('invalid-parameters', 'See errors for the query parameters at fault.', {
        errors: errors.map((error) => ({ parameter: pathOf(error).join('.'), detail: detailOf(error) })),
      });
    case 'headers':
      return new Problem('invalid-parameters', 'See errors for the headers at fault.', {
        errors: errors.map((error) => ({ header: pathOf(error).join('.'), detail: detailOf(error) })),
      });
    default:
      return new Problem('invalid-body', 'See errors for the members at fault.', {
        errors: errors.map((error): FieldError => ({ pointer: pointerOf(error), detail: detailOf(error) })),
      });
  }
}

/** The path to the member at fault; for a missing or unknown member Ajv names it beside its parent's path. */
function pathOf({ instancePath, params }: ErrorObject): string[] {
  const parent = instancePath.split('/').slice(1);
  const member: unknown = params['missingProperty'] ?? params['additionalProperty'];
  return typeof member === 'string'
    ? [...parent, member.replaceAll('~', '~0').replaceAll('/', '~1')]
    : parent;
}

function pointerOf(error: ErrorObject): string {
  return `#${pathOf(error)
    .map((segment) => `/${encodeURIComponent(segment)}`)
    .join('')}`;
}

function detailOf({ keyword, message, parentSchema }: ErrorObject): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not a known member';
  // A regular expression, or a format's name, says little to a client; the schema says in words what it stands for.
  if ((keyword === 'pattern' || keyword === 'format') && typeof parentSchema?.['x-rule'] === 'string')
    return parentSchema['x-rule'];
  return message ?? 'is not valid';
}
