import { Type, type Static } from 'typebox';

const email = Type.String({
  // The rule of HTML's <input type=email>, with a dot in the domain: https://html.spec.whatwg.org/#valid-e-mail-address
  pattern:
    "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$",
  'x-rule': 'must be an e-mail address such as ada@example.com',
  format: 'email',
  maxLength: 254,
  description: 'Unique without regard to case; kept as written.',
  examples: ['ada@example.com'],
});

const name = Type.String({
  // Visible text on one line, which also keeps out U+0000, a character PostgreSQL cannot store.
  pattern: '^[^\\p{Cc}\\p{Cs}]*[^\\p{Cc}\\p{Cs}\\s][^\\p{Cc}\\p{Cs}]*$',
  'x-rule': 'must hold a visible character and no control characters',
  minLength: 1,
  maxLength: 200,
  examples: ['Ada Lovelace'],
});

export const NewUserSchema = Type.Object({ email, name }, { additionalProperties: false, title: 'NewUser' });
export type NewUser = Static<typeof NewUserSchema>;

export const UserPatchSchema = Type.Object(
  { email: Type.Optional(email), name: Type.Optional(name) },
  {
    additionalProperties: false,
    title: 'UserPatch',
    description: 'JSON merge patch (RFC 7396). Every member is required in a user, so none can be null.',
  },
);
export type UserPatch = Static<typeof UserPatchSchema>;

export const UserSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'UUIDv7' }),
    email: Type.String({ format: 'email' }),
    name: Type.String(),
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'User' },
);
export type User = Static<typeof UserSchema>;

export const UserPageSchema = Type.Object(
  {
    items: Type.Array(UserSchema),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Pass it as cursor to get the next page; null on the last page.',
    }),
  },
  { title: 'UserPage' },
);

export const defaultPageSize = 20;

export const UserQuerySchema = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: defaultPageSize,
        description: 'The most users in one page.',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 100, description: 'The nextCursor of the page before.' })),
    email: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 254,
        pattern: '^[^\\p{Cc}]*$',
        description: 'Only the user with this address, in any case.',
      }),
    ),
  },
  { additionalProperties: false },
);
