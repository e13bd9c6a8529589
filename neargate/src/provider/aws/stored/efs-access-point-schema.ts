import type { Schema } from '../../../terraform/provider.ts';
import { tagAttributes } from '../schema-parts.ts';

/** The arguments and attributes of `aws_efs_access_point`, as the provider's 6.x documentation lists them. */
export const efsAccessPointSchema: Schema = {
  attributes: {
    ...tagAttributes,
    arn: { type: 'string', computed: true },
    file_system_arn: { type: 'string', computed: true },
    file_system_id: { type: 'string', required: true, forceNew: true },
    owner_id: { type: 'string', computed: true },
  },
  blocks: {
    posix_user: {
      nesting: 'list',
      max: 1,
      forceNew: true,
      attributes: {
        gid: { type: 'number', required: true, forceNew: true },
        secondary_gids: { type: 'set(number)', optional: true, forceNew: true },
        uid: { type: 'number', required: true, forceNew: true },
      },
    },
    root_directory: {
      nesting: 'list',
      max: 1,
      computed: true,
      forceNew: true,
      attributes: { path: { type: 'string', optional: true, computed: true, forceNew: true } },
      blocks: {
        creation_info: {
          nesting: 'list',
          max: 1,
          computed: true,
          forceNew: true,
          attributes: {
            owner_gid: { type: 'number', required: true, forceNew: true },
            owner_uid: { type: 'number', required: true, forceNew: true },
            permissions: { type: 'string', required: true, forceNew: true },
          },
        },
      },
    },
  },
};
