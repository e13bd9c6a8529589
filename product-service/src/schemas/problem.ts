import { Type } from 'typebox';
import { problems, type ProblemName } from '../http/problem.ts';

const ProblemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri-reference', description: 'Names the problem; opens its explanation.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String({ format: 'uri-reference' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.Optional(
            Type.String({ description: 'JSON Pointer into the body, as a URI fragment.' }),
          ),
          parameter: Type.Optional(Type.String()),
          header: Type.Optional(Type.String()),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { title: 'Problem', description: 'RFC 9457 problem details.' },
);

/** Documents the problems a route answers with, for its `response` schemas; several with one status share an entry. */
export function problemResponses(...names: readonly ProblemName[]): Record<number, object> {
  const responses: Record<number, { description: string; content: object }> = {};
  for (const name of [...names, 'internal-error', 'database-unavailable'] as const) {
    const { status, title } = problems[name];
    const earlier = responses[status]?.description;
    responses[status] = {
      description: `${earlier === undefined ? '' : `${earlier} `}${title} (${name})`,
      content: { 'application/problem+json': { schema: ProblemSchema } },
    };
  }
  return responses;
}
