import type {
  DecryptRequest,
  DecryptResponse,
  EncryptRequest,
  EncryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse,
  GenerateRandomRequest,
  GenerateRandomResponse,
  ReEncryptRequest,
  ReEncryptResponse,
} from '@aws-sdk/client-kms';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { decrypt, encrypt } from '../ciphertext.ts';
import { validationError } from '../errors.ts';
import { findUsableKey } from '../find-key.ts';
import { keyIdInput } from '../request.ts';

const maxPlaintextBytes = 4096;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encryptOperation = operation<EncryptRequest, EncryptResponse>({
  input: { KeyId: keyIdInput, Plaintext: { required: true } },
  handle(context, input) {
    const key = findUsableKey(context, input.KeyId);
    const plaintext = input.Plaintext ?? new Uint8Array();
    if (plaintext.length === 0 || plaintext.length > maxPlaintextBytes) {
      throw validationError(
        `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length ${
          plaintext.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${maxPlaintextBytes}`
        }`,
      );
    }
    return {
      CiphertextBlob: encrypt(context, key, plaintext, input.EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decryptOperation = operation<DecryptRequest, DecryptResponse>({
  input: { CiphertextBlob: { required: true } },
  handle(context, input) {
    const blob = input.CiphertextBlob ?? new Uint8Array();
    const { plaintext, key } = decrypt(context, blob, input.EncryptionContext, input.KeyId);
    return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt = operation<ReEncryptRequest, ReEncryptResponse>({
  input: { CiphertextBlob: { required: true }, DestinationKeyId: keyIdInput },
  handle(context, input) {
    const blob = input.CiphertextBlob ?? new Uint8Array();
    const source = decrypt(context, blob, input.SourceEncryptionContext, input.SourceKeyId);
    const key = findUsableKey(context, input.DestinationKeyId);
    return {
      CiphertextBlob: encrypt(context, key, source.plaintext, input.DestinationEncryptionContext),
      SourceKeyId: source.key.arn,
      KeyId: key.arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKey = operation<GenerateDataKeyRequest, GenerateDataKeyResponse>({
  handle: newDataKey,
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
export const generateDataKeyWithoutPlaintext = operation<
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse
>({
  handle(context, input) {
    const { CiphertextBlob, KeyId } = newDataKey(context, input);
    return { CiphertextBlob, KeyId };
  },
});

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom = operation<GenerateRandomRequest, GenerateRandomResponse>({
  input: { NumberOfBytes: { required: true, min: 1, max: 1024 } },
  handle: ({ ids }, { NumberOfBytes: length = 0 }) => ({
    Plaintext: Buffer.from(ids.hex(length * 2), 'hex'),
  }),
});

function newDataKey(context: OperationContext, input: GenerateDataKeyRequest): GenerateDataKeyResponse {
  const { KeySpec: spec, NumberOfBytes: bytes } = input;
  if ((spec === undefined) === (bytes === undefined)) {
    throw validationError('Please specify either number of bytes or key spec.');
  }
  const key = findUsableKey(context, input.KeyId);
  const length = bytes ?? (spec === 'AES_128' ? 16 : 32);
  const plaintext = Buffer.from(context.ids.hex(length * 2), 'hex');
  const blob = encrypt(context, key, plaintext, input.EncryptionContext);
  return { CiphertextBlob: blob, Plaintext: plaintext, KeyId: key.arn };
}
