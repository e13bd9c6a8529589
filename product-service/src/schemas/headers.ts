import { Type } from 'typebox';

export const IfMatchSchema = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description:
        'The ETag of the version to change, or `*` for any. Left out: 428. No longer current: 412.',
    }),
  ),
});

export const IfNoneMatchSchema = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ description: 'The ETag of the version at hand. Still current: 304 without a body.' }),
  ),
});

export const IdempotencyKeySchema = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7e]+$',
      'x-rule': 'must be visible ASCII without spaces',
      minLength: 1,
      maxLength: 255,
      description:
        'Makes a repetition safe for 24 hours: it is answered as the first time, with `Idempotency-Replayed: true`. With another body: 422.',
    }),
  ),
});

const text = { type: 'string' } as const;

/** Response headers in the form the OpenAPI generator reads from a response schema. */
export const entityTagHeader = { ETag: { ...text, description: 'Strong entity tag of this version.' } };
export const replayedHeader = {
  'Idempotency-Replayed': { ...text, description: '`true` when this is the answer to an earlier request.' },
};
export const createdHeaders = {
  ...entityTagHeader,
  Location: { ...text, description: 'Path of the new resource.' },
  ...replayedHeader,
};
export const linkHeader = {
  Link: { ...text, description: 'The next page with rel="next", when there is one.' },
};

/** The id in a path, of either case. */
export const idPattern = '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$';
