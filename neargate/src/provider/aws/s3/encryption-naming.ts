import type { ApiNaming } from '../api-shape.ts';

/** How the blocks that describe a bucket's encryption call the members of its rules, below `rule`. */
export const encryptionNaming: ApiNaming = {
  style: 'pascal',
  names: {
    blocked_encryption_types: {
      member: 'BlockedEncryptionTypes',
      write: (types) => ({ EncryptionType: types }),
      read: (blocked) => (blocked as { readonly EncryptionType?: string[] }).EncryptionType ?? null,
    },
    'apply_server_side_encryption_by_default.kms_master_key_id': 'KMSMasterKeyID',
    'apply_server_side_encryption_by_default.sse_algorithm': 'SSEAlgorithm',
  },
};
