import { constraints } from './constraints.ts';
import { policyEffect } from '../iam/authorization/policy-effect.ts';
import type { ServiceDefinition } from '../operation.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './operations/aliases.ts';
import {
  decryptOperation,
  encryptOperation,
  generateDataKey,
  generateDataKeyWithoutPlaintext,
  generateRandom,
  reEncrypt,
} from './operations/cryptography.ts';
import * as keys from './operations/keys.ts';
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './operations/policies.ts';
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from './operations/rotation.ts';
import { listResourceTags, tagResource, untagResource } from './operations/tagging.ts';

/** AWS Key Management Service. https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html */
export const kms = {
  signingName: 'kms',
  protocol: 'json',
  targetPrefix: 'TrentService',
  jsonVersion: '1.1',
  apiVersion: '2014-11-01',
  validationErrorCode: 'ValidationException',
  constraints,
  operations: {
    CancelKeyDeletion: keys.cancelKeyDeletion,
    CreateAlias: createAlias,
    CreateKey: keys.createKey,
    Decrypt: decryptOperation,
    DeleteAlias: deleteAlias,
    DescribeKey: keys.describeKey,
    DisableKey: keys.disableKey,
    DisableKeyRotation: disableKeyRotation,
    EnableKey: keys.enableKey,
    EnableKeyRotation: enableKeyRotation,
    Encrypt: encryptOperation,
    GenerateDataKey: generateDataKey,
    GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
    GenerateRandom: generateRandom,
    GetKeyPolicy: getKeyPolicy,
    GetKeyRotationStatus: getKeyRotationStatus,
    ListAliases: listAliases,
    ListKeyPolicies: listKeyPolicies,
    ListKeys: keys.listKeys,
    ListResourceTags: listResourceTags,
    PutKeyPolicy: putKeyPolicy,
    ReEncrypt: reEncrypt,
    ScheduleKeyDeletion: keys.scheduleKeyDeletion,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateAlias: updateAlias,
    UpdateKeyDescription: keys.updateKeyDescription,
  },
  stored: {
    EnableKeyRotation: 'no key is rotated',
    PutKeyPolicy: policyEffect,
  },
} satisfies ServiceDefinition;
